/** How it looks; in a sheet of its own, which a strict content policy allows. */

export const GROUNDS = { light: [255, 255, 255], dark: [30, 32, 31] } as const;

export const STYLES = `
:host { all: initial; position: static; }
* { box-sizing: border-box; }
.all { position: fixed; inset: 0; z-index: 2147483000; pointer-events: none; font: 400 14px/21px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--text); text-align: start; letter-spacing: normal; }
.all > * { pointer-events: auto; }
.all.light { --ground: #fff; --sunken: #f5f6f4; --text: #1d211e; --quiet: #5a615c; --line: #dfe3de; --strong: #8a918b; color-scheme: light; }
.all.dark { --ground: #1e201f; --sunken: #282b29; --text: #eceeec; --quiet: #b0b7b2; --line: #3a3e3b; --strong: #7d857f; color-scheme: dark; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button, input { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; }
svg { width: 18px; height: 18px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; flex: none; display: block; }
:is(button, a, input, [tabindex]):focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
a { color: var(--ink); text-underline-offset: 2px; }
h2, h3, h4 { margin: 0; font-size: 15px; line-height: 21px; font-weight: 600; overflow-wrap: anywhere; }
h3 { font-size: 14px; }
.body { overflow-wrap: anywhere; color: var(--text); }
.body > :first-child { margin-top: 0; } .body > :last-child { margin-bottom: 0; }
.body p, .body ul, .body ol, .body blockquote, .body pre { margin: 8px 0; }
.body ul, .body ol { padding-inline-start: 20px; }
.body blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 10px; color: var(--quiet); }
.body code { font: 13px/19px ui-monospace, Menlo, Consolas, monospace; background: var(--sunken); padding: 1px 4px; border-radius: 4px; }
.body pre { background: var(--sunken); padding: 8px 10px; border-radius: 6px; overflow: auto; } .body pre code { padding: 0; background: none; }
.body img { max-width: 100%; height: auto; border-radius: 6px; display: block; }
.body .wide { overflow-x: auto; margin: 8px 0; } .body table { border-collapse: collapse; min-width: 100%; font-size: 13px; line-height: 19px; font-variant-numeric: tabular-nums; }
.body :is(th, td) { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: normal; } .body th { font-weight: 600; color: var(--quiet); } .body .right { text-align: end; } .body .center { text-align: center; }
.body hr { border: 0; border-top: 1px solid var(--line); margin: 12px 0; }
.quiet { color: var(--quiet); font-size: 13px; line-height: 19px; }
.main { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 36px; padding: 6px 14px; border: 0; border-radius: 7px; background: var(--brand); color: var(--on); font-weight: 550; text-decoration: none; }
.main:hover { filter: brightness(1.06); }
.plain { display: inline-flex; align-items: center; gap: 6px; min-height: 36px; padding: 6px 12px; border: 1px solid var(--line); border-radius: 7px; background: none; text-decoration: none; color: var(--text); }
.plain:hover, .x:hover, .row:hover { background: var(--sunken); }
.x { display: grid; place-items: center; width: 32px; height: 32px; padding: 0; border: 0; border-radius: 7px; background: none; color: var(--quiet); flex: none; }
.box { background: var(--ground); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 10px 34px rgb(0 0 0 / 18%), 0 2px 6px rgb(0 0 0 / 8%); }
.head { display: flex; align-items: start; gap: 8px; } .head > h2 { flex: 1; padding-top: 5px; }
.foot { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; margin-top: 12px; } .foot .push { flex: 1; }
.launch { position: absolute; bottom: 20px; right: 20px; display: grid; place-items: center; width: 48px; height: 48px; border: 0; border-radius: 50%; background: var(--brand); color: var(--on); box-shadow: 0 4px 14px rgb(0 0 0 / 24%); }
.launch svg { width: 24px; height: 24px; }
.launch .left { position: absolute; top: -3px; inset-inline-end: -3px; min-width: 20px; height: 20px; padding: 0 5px; border-radius: 10px; background: var(--ground); color: var(--text); border: 1px solid var(--line); font-size: 12px; line-height: 18px; font-weight: 600; }
.panel { z-index: 1; position: absolute; bottom: 80px; right: 20px; width: min(372px, calc(100% - 40px)); max-height: min(620px, calc(100% - 110px)); display: flex; flex-direction: column; overflow: hidden; }
.panel .head { padding: 12px 10px 10px 16px; border-bottom: 1px solid var(--line); }
.panel .within { overflow: auto; padding: 12px 16px 16px; display: flex; flex-direction: column; gap: 12px; outline-offset: -2px; }
.find { width: 100%; min-height: 38px; padding: 6px 10px; border: 1px solid var(--strong); border-radius: 7px; background: var(--ground); font-size: 16px; }
.rows { list-style: none; margin: 0 -8px; padding: 0; }
.row { display: flex; align-items: center; gap: 8px; width: 100%; min-height: 40px; padding: 8px; border: 0; border-radius: 7px; background: none; text-align: start; color: var(--text); text-decoration: none; }
.row span:first-child { flex: 1; overflow-wrap: anywhere; } .row svg { width: 16px; height: 16px; color: var(--quiet); }
.list { border: 1px solid var(--line); border-radius: 10px; padding: 12px; display: flex; flex-direction: column; gap: 8px; }
.bar { height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; } .bar i { display: block; height: 100%; border-radius: 3px; background: var(--ink); transition: width .25s; }
.todo { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; }
.todo li { display: flex; gap: 10px; align-items: start; padding: 6px 0; }
.todo .words { flex: 1; padding-top: 2px; overflow-wrap: anywhere; }
.tick { display: grid; place-items: center; width: 26px; height: 26px; padding: 0; border: 2px solid var(--strong); border-radius: 50%; background: none; color: transparent; flex: none; }
.tick svg { width: 15px; height: 15px; stroke-width: 3; }
.tick.on { background: var(--brand); border-color: var(--brand); color: var(--on); } span.tick:not(.on) { border-style: dashed; }
li.on .words { color: var(--quiet); }
.party { display: flex; align-items: center; gap: 12px; font-weight: 600; } .party .tick { width: 40px; height: 40px; animation: grow .35s; } .party .tick svg { width: 22px; height: 22px; }
.card { position: absolute; bottom: 20px; right: 20px; width: min(360px, calc(100% - 40px)); padding: 10px 10px 14px 16px; max-height: calc(100% - 40px); overflow: auto; animation: rise .2s; }
.card.up { bottom: 82px; } .card .body { padding-inline-end: 6px; }
.banner { position: absolute; top: 0; left: 0; right: 0; display: flex; align-items: center; gap: 6px 14px; flex-wrap: wrap; padding: 8px 56px 8px 20px; background: var(--ground); border-bottom: 1px solid var(--line); border-inline-start: 4px solid var(--ink); box-shadow: 0 2px 10px rgb(0 0 0 / 10%); max-height: 50%; overflow: auto; }
.banner .x { position: absolute; top: 8px; right: 12px; } .banner .said { flex: 1; min-width: min(260px, 100%); } .banner .said > * { display: inline; } .banner .body { margin-inline-start: 8px; } .banner .body p { display: inline; margin: 0; }
.dim { position: absolute; inset: 0; background: rgb(0 0 0 / 45%); display: grid; place-items: center; padding: 20px; }
.modal { width: min(480px, 100%); max-height: 100%; overflow: auto; padding: 14px 14px 20px 22px; animation: rise .2s; } .modal h2 { font-size: 18px; line-height: 26px; } .modal .body { padding-inline-end: 8px; margin-top: 6px; font-size: 15px; line-height: 23px; }
.tip { position: absolute; width: min(320px, calc(100% - 16px)); padding: 8px 8px 12px 14px; } .tip .body { padding-inline-end: 6px; }
.tip .arrow { position: absolute; width: 12px; height: 12px; background: var(--ground); border: 1px solid var(--line); transform: rotate(45deg); }
.tip[data-side=bottom] .arrow { top: -7px; border-right: 0; border-bottom: 0; } .tip[data-side=top] .arrow { bottom: -7px; border-left: 0; border-top: 0; }
.tip[data-side=right] .arrow { left: -7px; border-right: 0; border-top: 0; } .tip[data-side=left] .arrow { right: -7px; border-left: 0; border-bottom: 0; }
.ring { position: absolute; border: 2px solid var(--ink); border-radius: 8px; pointer-events: none !important; }
.note { position: absolute; top: 8px; left: 50%; transform: translateX(-50%); padding: 4px 12px; border-radius: 14px; background: #1d211e; color: #fff; font-size: 12px; line-height: 18px; white-space: nowrap; }
.all.left :is(.launch, .panel, .card) { right: auto; left: 20px; }
[hidden] { display: none !important; }
@keyframes rise { from { opacity: 0; transform: translateY(8px); } } @keyframes grow { from { transform: scale(.4); } }
.all.narrow :is(.panel, .card) { left: 0; right: 0; bottom: 0; width: 100%; border-radius: 14px 14px 0 0; max-height: 85%; padding-bottom: max(14px, env(safe-area-inset-bottom)); }
.all.narrow .panel:not([hidden]) + .launch { display: none; }
.all.narrow .card.up { bottom: 0; } .all.narrow .panel { padding-bottom: 0; } .all.narrow .main, .all.narrow .plain { min-height: 42px; } .all.narrow .x { width: 40px; height: 40px; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .tick.on { forced-color-adjust: none; } .box, .banner { border: 1px solid CanvasText; } }
`;
