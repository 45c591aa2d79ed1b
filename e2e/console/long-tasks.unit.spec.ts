import { judgeTasks } from './long-tasks';

const thread = (tid: number, name: string) => ({ name: 'thread_name', ph: 'M', pid: 7, tid, args: { name } });
const task = (tid: number, tdur: number, name = 'RunTask') => ({ name, ph: 'X', pid: 7, tid, dur: 900_000, tdur });

it('finds the longest task of the main thread, by the time of the processor', () => {
  expect(judgeTasks([thread(1, 'CrRendererMain'), thread(2, 'Compositor'), task(1, 12_000), task(1, 48_500, 'ThreadControllerImpl::RunTask'), task(2, 300_000), task(1, 99_000, 'Layout')])).toEqual({ count: 2, longestMs: 48.5 });
});

it('finds nothing where nothing ran', () => {
  expect(judgeTasks([])).toEqual({ count: 0, longestMs: 0 });
});
