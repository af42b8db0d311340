/** The one style sheet of the sandbox's pages, written into each of them. */
export const STYLE = `
:root { --ink: #28272d; --soft: #626168; --line: #dcdcde; --back: #fbfafd; --accent: #6e49cb; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
header { display: flex; gap: 1rem; align-items: center; padding: .6rem 1.5rem; background: #fff; border-bottom: 1px solid var(--line); }
header form { margin-left: auto; }
.brand { font-weight: 700; color: var(--ink); text-decoration: none; }
main { max-width: 62rem; margin: 1.5rem auto; padding: 0 1.5rem; }
a { color: var(--accent); }
h1 { font-size: 1.4rem; margin: .2rem 0 1rem; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; } .row h2 { margin: 0; } .card > p:first-child { margin-top: 0; }
.card { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.2rem; margin: 0 0 1rem; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.soft { color: var(--soft); } code { background: #ececef; border-radius: 4px; padding: .1rem .35rem; }
table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: .4rem .5rem; border-top: 1px solid var(--line); }
th { border: 0; color: var(--soft); font-weight: 500; }
button, select, input { font: inherit; padding: .3rem .7rem; border: 1px solid #bfbfc3; border-radius: 6px; background: #fff; }
button { cursor: pointer; } button:hover { background: #f0eef7; }
button.primary { background: var(--accent); border-color: var(--accent); color: #fff; } button.danger { color: #ae1800; border-color: #ae1800; }
.badge { border-radius: 1rem; padding: .1rem .6rem; font-size: .85rem; background: #ececef; }
.badge.success { background: #c3e6cd; color: #0d532a; } .badge.failed { background: #fdd4cd; color: #8d1300; }
.badge.running { background: #cbe2f9; color: #064787; } .badge.blocked { background: #f5d9a8; color: #5c2900; }
.notice { border-left: 4px solid #ae1800; background: #fff; padding: .6rem 1rem; margin-bottom: 1rem; }
pre { background: #1f1e24; color: #ececef; padding: 1rem; border-radius: 8px; overflow: auto; }
.center { max-width: 28rem; margin: 3rem auto; } .people { display: grid; gap: .5rem; } .people button { width: 100%; text-align: left; }
`;
