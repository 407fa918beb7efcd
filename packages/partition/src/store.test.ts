import { memory } from "./memory.ts";
import { storeContract } from "./store.contract.ts";

storeContract("memory", async () => {
  const counts = new Map<string, number>();
  const store = memory();
  return {
    store,
    effect: async (transaction, name) => {
      transaction.onCommit(() => counts.set(name, (counts.get(name) ?? 0) + 1));
    },
    happened: async (name) => counts.get(name) ?? 0,
    drain: async (group, id) => store.drain(group, id),
  };
});
