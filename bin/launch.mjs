/**
 * Runs a script of this repository under Node 24, whatever Node started it.
 *
 * `launch` installs what is missing, finds Node 24, runs the script with the
 * workspace's TypeScript sources visible, and lives exactly as long as it:
 *
 *     npm ──► launcher ──► node 24 (script)
 *
 * A signal to the launcher is passed on; the end of npm or of the launcher
 * ends the script, which reads the launcher's life from the pipe whose number
 * is in MUSTER_LIFELINE. Plain JavaScript, because it must run on Node 18.
 *
 * Rules N1-N6: docs/spec/node.md.
 */

/**
 * @param {string} script path of a .ts file, absolute or from the repository's root
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, flags?: string[] }} [options] flags go to node, before the script
 * @returns {Promise<number>} the exit code for this process
 */
export async function launch(script, args, { env = process.env, flags = [] } = {}) {
  throw new Error(`not built yet: ${script} ${args} ${env} ${flags}`);
}
