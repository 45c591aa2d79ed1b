/*
 * A level starts an app more than a hundred times, and most of a start is finding, reading and compiling files.
 */

/** Where Node keeps what it has compiled, if anywhere. For the environment of a process of this repository. */
export const COMPILED = process.env['NODE_COMPILE_CACHE'] === undefined ? {} : { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };

/** Arguments of Node: it does not ask of each of thousands of files, folder by folder, whether it is a link. A sixth of a start. */
export const WITHOUT_LINKS: readonly string[] = ['--preserve-symlinks', '--preserve-symlinks-main'];
