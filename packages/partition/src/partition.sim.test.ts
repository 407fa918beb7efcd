import { SimulatedGroup } from "../test/simulated-group.ts";
import { judgeKeys, judgeViews } from "../test/intervals.ts";

const seeds = Number(process.argv[2] ?? 50), from = Number(process.argv[3] ?? 1);
for (let seed = from; seed < from + seeds; seed += 1) {
  const group = new SimulatedGroup({ seed, settings: { partitions: 32, fenced: false }, drift: 0.05 });
  const { world, network } = group;
  const { random } = world;
  for (let i = 0; i < 5; i += 1) group.add();
  world.runUntil(5_000);
  const chaos = () => {
    if (world.nowMs > 60_000) return;
    const dice = random.next();
    const some = group.running.length > 0 ? random.pick(group.running) : null;
    if (dice < 0.15 && group.alive.length < 9) group.add();
    else if (dice < 0.25) some?.kill();
    else if (dice < 0.33) some?.leave();
    else if (dice < 0.5 && some) { const p = some.process; p.pause(); world.after(random.wait(3000), () => p.resume()); }
    else if (dice < 0.6 && some) { const n = some.name; network.cut(n); world.after(random.wait(3000), () => network.mend(n)); }
    else if (dice < 0.65) { network.cut("database"); world.after(random.wait(1500), () => network.mend("database")); }
    else if (dice < 0.7) group.failOver();
    else if (dice < 0.78) group.restart();
    else if (dice < 0.9) network.weather = { lossRate: random.between(0,0.2), duplicateRate: 0.05, delayMs: random.between(1,50), lateRate: 0.1, lateMs: 4000 };
    else if (some) some.process.setWall(random.between(-5000, 5000));
    world.after(random.wait(800), chaos);
  };
  world.after(0, chaos);
  world.runUntil(62_000);
  group.calm();
  group.weather = { lossRate: 0, duplicateRate: 0, delayMs: 2, lateRate: 0, lateMs: 0 };
  world.runUntil(80_000);
  const alive = group.alive;
  const trouble: string[] = [];
  const counts = alive.map((m) => [...m.state.holdings.values()].filter((h) => h.phase === "held").length);
  if (alive.length > 0) {
    if (counts.reduce((a, b) => a + b, 0) !== 32) trouble.push(`owned ${counts}`);
    if (Math.max(...counts) - Math.min(...counts) > 1) trouble.push(`spread ${counts}`);
    for (const m of alive) if (m.state.barrier.acting === null || m.state.barrier.acting.size !== alive.length) trouble.push(`${m.name} acts as ${JSON.stringify(m.state.barrier)} of ${alive.length}`);
  }
  for (const m of group.members) m.close();
  trouble.push(...judgeViews(group.views), ...judgeKeys(group.keys));
  if (trouble.length > 0) { console.log(`seed ${seed}`, trouble.slice(0, 5)); if (process.argv[4]) console.log(world.trace.join("\n")); }
  else if (seed % 10 === 0) console.log(seed, JSON.stringify(group.counts), group.views.length, group.keys.length, alive.length);
}
