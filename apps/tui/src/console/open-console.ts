import type { GlobalFlags } from '../cli/context';
export async function openConsole(_flags: GlobalFlags, _command: string | undefined): Promise<number> { return 0; }
