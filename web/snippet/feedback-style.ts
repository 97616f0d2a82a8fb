/** How the dialog looks, whatever the page around it does. `--perennia-accent` on the page colours it. */
export const STYLE = `
:host { all: initial; color-scheme: inherit; }
* { box-sizing: border-box; }
dialog { width: min(440px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); overflow: auto; margin: auto; padding: 24px; border: 1px solid light-dark(#d7dbd2, #394239); border-radius: 12px;
  background: light-dark(#fff, #181d19); color: light-dark(#1b211c, #e8ece6); font: 400 15px/22px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; box-shadow: 0 12px 40px rgb(0 0 0 / .25); }
dialog::backdrop { background: rgb(0 0 0 / .4); }
h2 { outline: 0; margin: 0 0 16px; font-size: 19px; line-height: 26px; font-weight: 600; text-wrap: balance; }
p { margin: 0 0 16px; }
fieldset { margin: 0 0 16px; padding: 0; border: 0; min-width: 0; }
legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.choice { position: relative; display: flex; gap: 12px; padding: 10px 12px; margin: 0 0 8px; border: 1px solid light-dark(#d7dbd2, #394239); border-radius: 8px; cursor: pointer; }
.choice:has(:checked) { border-color: var(--accent); background: light-dark(#f0f2ed, #222923); }
.choice:has(:focus-visible), button:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
input { width: 18px; height: 18px; margin: 2px 0 0; flex: none; accent-color: var(--accent); outline: 0; }
.choice span span { display: block; color: light-dark(#545d51, #b4bdb1); font-size: 13.5px; line-height: 19px; }
.scale { display: grid; grid-template-columns: repeat(11, 1fr); gap: 4px; }
.scale .choice { flex-direction: column; align-items: center; gap: 4px; margin: 0; padding: 8px 0; font-weight: 600; }
.scale input { margin: 0; }
.ends { display: flex; justify-content: space-between; gap: 12px; margin: 6px 0 0; color: light-dark(#545d51, #b4bdb1); font-size: 13.5px; }
label.text { display: block; font-weight: 600; }
textarea { display: block; width: 100%; min-height: 84px; margin: 6px 0 16px; padding: 8px 10px; font: inherit; color: inherit; background: transparent; border: 1px solid light-dark(#6d766c, #8a9286); border-radius: 8px; resize: vertical; }
.wrong { min-height: 0; margin: 0 0 12px; color: light-dark(#a0261e, #ec938a); font-weight: 600; }
.wrong:empty { display: none; }
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 10px; }
button { min-height: 42px; padding: 8px 18px; font: inherit; font-weight: 600; border: 1px solid light-dark(#6d766c, #8a9286); border-radius: 8px; background: transparent; color: inherit; cursor: pointer; }
button.main { border-color: transparent; background: light-dark(#1b211c, #e8ece6); color: light-dark(#fff, #1b211c); }
dialog { --accent: var(--perennia-accent, light-dark(#2c6e49, #8fd3a8)); }
@media (max-width: 480px) { dialog { padding: 20px 18px; margin-bottom: 12px; } .scale { grid-template-columns: repeat(6, 1fr); } .actions button { flex: 1; } }
@media (prefers-reduced-motion: no-preference) { dialog[open] { animation: come .16s ease-out; } @keyframes come { from { opacity: 0; translate: 0 8px; } } }
`;
