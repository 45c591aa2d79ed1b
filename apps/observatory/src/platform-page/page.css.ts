/** The style of the page and of the runbooks. Colours of states are those of the dashboards. */
export const PAGE_CSS = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #101216);
  --card: light-dark(#ffffff, #191c22);
  --line: light-dark(#dfe3e8, #2b3038);
  --text: light-dark(#1b2330, #e4e8ee);
  --quiet: light-dark(#586273, #98a2b3);
  --link: light-dark(#1a56b8, #8ab4ff);
  --green: light-dark(#1a7f3c, #56c271);
  --yellow: light-dark(#946200, #e5b84b);
  --orange: light-dark(#b4500b, #f0954a);
  --red: light-dark(#c4292f, #ff7b7b);
  --blue: light-dark(#1a63c6, #6ca8ff);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: clamp(1rem, 4vw, 2.5rem); max-width: 70rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
header { display: flex; gap: .9rem; align-items: center; margin-bottom: 1.75rem; }
h1 { margin: 0; font-size: clamp(1.35rem, 4vw, 1.7rem); line-height: 1.2; letter-spacing: -.01em; }
header p { margin: .15rem 0 0; color: var(--quiet); }
h2 { margin: 2rem 0 .7rem; font-size: .85rem; font-weight: 600; color: var(--quiet); text-transform: uppercase; letter-spacing: .06em; }
a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 3px; }
.state { padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
.state h2 { display: flex; gap: .6rem; align-items: center; margin: 0; font-size: 1.15rem; color: var(--text); text-transform: none; letter-spacing: 0; }
.state h2::before, .checks li::before { content: ""; flex: none; width: .7rem; height: .7rem; border-radius: 50%; background: var(--quiet); }
[data-state="ready"]::before { background: var(--green) !important; }
[data-state="behind"]::before { background: var(--yellow) !important; }
[data-state="down"]::before { background: var(--red) !important; border-radius: 2px !important; }
.state > p { margin: .3rem 0 0; color: var(--quiet); font-variant-numeric: tabular-nums; }
.checks { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin: .7rem 0 0; padding: 0; list-style: none; font-size: .9rem; }
.checks:empty { display: none; }
.checks li { display: flex; gap: .5rem; align-items: center; min-width: 0; overflow-wrap: anywhere; }
.checks li::before { width: .55rem; height: .55rem; }
.counts { display: grid; grid-template-columns: repeat(2, 1fr); gap: .6rem; margin: 1.1rem 0 0; }
@media (min-width: 28rem) { .counts { grid-template-columns: repeat(3, 1fr); } }
@media (min-width: 46rem) { .counts { grid-template-columns: repeat(6, 1fr); } }
.count { padding-left: .7rem; border-left: 3px solid var(--quiet); }
.count dt { font-size: .85rem; color: var(--quiet); }
.count dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.25; }
.queued { border-color: var(--yellow); } .running { border-color: var(--blue); } .retrying { border-color: var(--orange); }
.completed { border-color: var(--green); } .failed { border-color: var(--red); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14.5rem), 1fr)); gap: .8rem; margin: 0; padding: 0; list-style: none; }
.card { position: relative; display: flex; flex-direction: column; padding: .95rem 1.1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
.card h3 { display: flex; flex-wrap: wrap; gap: 0 .6rem; justify-content: space-between; align-items: baseline; margin: 0; font-size: 1.05rem; }
.card h3 small { font-size: .8rem; font-weight: 400; color: var(--quiet); font-variant-numeric: tabular-nums; }
.card h3 a { text-decoration: none; }
.card h3 a::after { content: ""; position: absolute; inset: 0; border-radius: .75rem; }
.card:has(a):hover { border-color: var(--link); }
.card:has(a:focus-visible) { outline: 2px solid var(--link); outline-offset: 2px; }
.card h3 a:focus-visible { outline: none; }
.card p { margin: .35rem 0 .6rem; font-size: .94rem; }
.card .note { margin: auto 0 0; font-size: .84rem; color: var(--quiet); overflow-wrap: anywhere; }
.absent { border-style: dashed; background: none; color: var(--quiet); }
footer { margin-top: 2.25rem; font-size: .87rem; color: var(--quiet); }
.text { max-width: 46rem; }
.text h2 { text-transform: none; letter-spacing: 0; font-size: 1.15rem; color: var(--text); }
.text pre { padding: .8rem 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); font-size: .88rem; }
.text code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .9em; overflow-wrap: anywhere; }
.text pre code { overflow-wrap: normal; }
.text table { border-collapse: collapse; display: block; overflow-x: auto; font-size: .92rem; }
.text th, .text td { padding: .35rem .7rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
.columns { columns: 16rem; padding-left: 1.1rem; }
`;
