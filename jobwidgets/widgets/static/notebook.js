var oe=Object.defineProperty;var kt=(i,t)=>{for(var e in t)oe(i,e,{get:t[e],enumerable:!0})};var St=`/* The live view of one job. \`static_html.py\` draws the same end state with inline styles: change both. */

.jw-activity {
  --jw-tone: var(--jw-accent);
}
.jw-activity:is([data-state="queued"], [data-state="cancelled"]) {
  --jw-tone: var(--jw-dim);
}
.jw-activity:is([data-state="cancelling"], [data-state="waiting_input"]) {
  --jw-tone: var(--jw-warn);
}
.jw-activity[data-state="completed"] {
  --jw-tone: var(--jw-ok);
}
.jw-activity[data-state="failed"] {
  --jw-tone: var(--jw-bad);
}

.jw-activity .jw-card {
  border: 1px solid var(--jw-line);
  border-radius: 6px;
  overflow: hidden;
}

.jw-activity.jw-flash .jw-card,
[data-jobwidgets-end].jw-flash {
  animation: jw-flash 1.6s ease-out;
}
@keyframes jw-flash {
  0%,
  40% {
    box-shadow: 0 0 0 2px var(--jp-brand-color1, #1976d2);
  }
}

.jw-activity .jw-header {
  display: flex;
  align-items: center;
  gap: 8px;
  min-height: 35px;
  padding: 6px 12px 5px;
  background: var(--jw-raised);
}
.jw-activity .jw-title {
  font-weight: 600;
}
.jw-activity .jw-pill {
  color: var(--jw-tone);
  color: color-mix(in srgb, var(--jw-tone) 75%, var(--jw-fg));
  font-weight: 500;
  white-space: nowrap;
}
.jw-activity[data-state="running"] .jw-dot {
  animation: jw-breathe 2s ease-in-out infinite;
}
.jw-activity .jw-space {
  flex: 1;
}
.jw-activity .jw-elapsed {
  min-width: 4ch;
  text-align: right;
}
.jw-activity .jw-cancel {
  min-width: 84px;
  height: 24px;
  padding: 0 10px;
  border-color: var(--jw-line);
  background: var(--jw-bg);
  line-height: 20px;
}
.jw-activity .jw-cancel[aria-disabled="true"] {
  background: none !important;
  color: var(--jw-dim);
  cursor: default;
}
.jw-activity .jw-id {
  display: flex;
  align-items: center;
  gap: 4px;
  height: 20px;
  margin-right: -5px;
  padding: 0 4px;
  border: 0;
  color: var(--jw-dim);
  font: 11px/20px var(--jw-mono);
  white-space: nowrap;
}
.jw-activity .jw-id svg {
  width: 12px;
  height: 12px;
  opacity: 0.7;
}

.jw-activity .jw-bar {
  position: relative;
  height: 2px;
  overflow: hidden;
  background: var(--jw-line);
}
.jw-activity .jw-fill {
  height: 100%;
  width: 0;
  background: var(--jw-tone);
  transition: width 0.25s ease-out;
}
.jw-activity .jw-bar.jw-busy .jw-fill {
  width: 30%;
  animation: jw-slide 1.8s ease-in-out infinite;
}
@keyframes jw-slide {
  from {
    transform: translateX(-100%);
  }
  to {
    transform: translateX(334%);
  }
}
@media (prefers-reduced-motion: reduce) {
  .jw-activity .jw-bar.jw-busy .jw-fill {
    width: 100%;
    opacity: 0.4;
  }
}

.jw-activity .jw-status {
  display: flex;
  align-items: center;
  gap: 8px;
  min-height: 30px;
  padding: 5px 12px;
  color: var(--jw-dim);
}
.jw-activity .jw-note {
  flex: 1;
}
.jw-activity .jw-status.jw-urgent .jw-note {
  color: var(--jw-fg);
  white-space: normal;
}

/* What the job asks. */
.jw-activity .jw-question {
  padding: 8px 12px;
  border-top: 1px solid var(--jw-line);
  box-shadow: inset 3px 0 var(--jw-warn);
}
.jw-activity .jw-status[hidden] + .jw-question {
  border-top: 0;
}
.jw-activity .jw-prompt {
  max-height: 240px;
  overflow: auto;
  font: 14px/22px var(--jw-text);
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-activity .jw-fields {
  display: flex;
  flex-wrap: wrap;
  align-items: flex-start;
  gap: 8px;
  margin: 6px 0 4px;
}
.jw-activity :is(.jw-choice, .jw-send) {
  min-width: 72px;
  max-width: 100%;
  min-height: 28px;
  padding: 3px 14px;
  border-color: var(--jw-line);
  background: var(--jw-bg);
  overflow-wrap: anywhere;
}
.jw-activity :is(.jw-suggested, .jw-chosen, .jw-send) {
  border-color: var(--jw-accent);
  color: var(--jw-accent);
  color: color-mix(in srgb, var(--jw-accent) 80%, var(--jw-fg));
}
.jw-activity .jw-chosen {
  background: var(--jw-hover);
}
.jw-activity .jw-input {
  flex: 1 1 200px;
  min-width: 0;
  max-width: 480px;
  min-height: 28px;
  margin: 0;
  padding: 3px 8px;
  border: 1px solid var(--jw-line);
  border-radius: 4px;
  background: var(--jw-bg);
  color: inherit;
  font: 13px/20px var(--jw-ui);
}
.jw-activity .jw-input:is(.jw-number, .jw-integer) {
  flex: 0 1 200px;
}
.jw-activity textarea.jw-input {
  max-width: none;
  resize: vertical;
}
.jw-activity textarea.jw-json {
  font: 12px/18px var(--jw-mono);
}
.jw-activity .jw-input::placeholder {
  color: var(--jw-dim);
}
.jw-activity .jw-input[aria-invalid="true"] {
  border-color: var(--jw-bad);
}
.jw-activity .jw-answered :is(button, .jw-input) {
  background: none;
  color: var(--jw-dim);
  cursor: default;
}
.jw-activity .jw-answered button.jw-chosen {
  border-color: var(--jw-accent);
  color: var(--jw-fg);
}
.jw-activity .jw-refused {
  color: var(--jw-bad);
  overflow-wrap: anywhere;
}
.jw-activity .jw-foot {
  display: flex;
  flex-wrap: wrap;
  gap: 0 12px;
  color: var(--jw-dim);
  font-size: 12px;
}
.jw-activity .jw-foot > :empty {
  display: none;
}
.jw-activity .jw-became {
  align-self: center;
  color: var(--jw-fg);
}
.jw-activity .jw-became:empty {
  display: none;
}
.jw-activity .jw-left {
  margin-left: auto;
}
.jw-activity .jw-left.jw-soon {
  color: var(--jw-bad);
}
.jw-activity .jw-told {
  display: flex;
  gap: 8px;
  padding: 4px 12px;
  border-top: 1px solid var(--jw-line);
  color: var(--jw-dim);
}
.jw-activity .jw-told-answer {
  flex: none;
  max-width: 60%;
  overflow: hidden;
  color: var(--jw-fg);
  text-overflow: ellipsis;
  white-space: nowrap;
}

.jw-activity .jw-error {
  padding: 8px 12px;
  border-top: 1px solid var(--jw-line);
  box-shadow: inset 3px 0 var(--jw-bad);
}
.jw-activity .jw-error > div {
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-activity .jw-error strong {
  color: var(--jw-bad);
  font-weight: 600;
}

.jw-activity .jw-steps {
  max-height: 252px;
  margin: 0;
  padding: 4px 0;
  overflow: auto;
  border-top: 1px solid var(--jw-line);
  list-style: none;
}
.jw-activity .jw-step {
  display: flex;
  align-items: center;
  gap: 8px;
  height: 22px;
  margin: 0;
  padding: 0 12px 0 calc(12px + 18px * var(--depth, 0));
}
.jw-activity .jw-step.jw-superseded {
  opacity: 0.6;
}
.jw-activity .jw-step .jw-name {
  flex: none;
  max-width: 60%;
}
.jw-activity .jw-step .jw-detail {
  flex: 1 1 0;
  color: var(--jw-dim);
}
.jw-activity .jw-icon {
  flex: none;
  width: 14px;
  color: var(--jw-dim);
  text-align: center;
}
.jw-activity .jw-icon[data-status="completed"] {
  color: var(--jw-ok);
}
.jw-activity .jw-icon[data-status="failed"] {
  color: var(--jw-bad);
}
.jw-activity .jw-icon[data-status="running"]::before {
  content: "";
  display: block;
  width: 12px;
  height: 12px;
  margin: 1px;
  border: 2px solid var(--jw-line);
  border-top-color: var(--jw-accent);
  border-radius: 50%;
  animation: jw-spin 0.9s linear infinite;
}
@keyframes jw-spin {
  to {
    transform: rotate(1turn);
  }
}

.jw-activity .jw-children {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 2px 4px;
  max-height: 84px;
  padding: 4px 12px;
  overflow: auto;
  border-top: 1px solid var(--jw-line);
}
.jw-activity .jw-children .jw-label {
  margin-right: 4px;
  color: var(--jw-dim);
}
.jw-activity button.jw-child {
  display: flex;
  gap: 6px;
  max-width: 100%;
  padding: 0 6px;
}
.jw-activity .jw-child .jw-code {
  color: var(--jw-dim);
  font: 11px/20px var(--jw-mono);
}

.jw-activity .jw-answer {
  position: relative;
  border-top: 1px solid var(--jw-line);
}
.jw-activity .jw-scroller {
  position: relative;
  overflow: auto;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-activity .jw-answer .jw-scroller {
  max-height: 420px;
  padding: 10px 12px;
  font: 14px/22px var(--jw-text);
}
/* Finished blocks are skipped by the browser while they are out of sight. */
.jw-activity .jw-block {
  content-visibility: auto;
  contain-intrinsic-size: auto 300px;
}
.jw-activity .jw-block:last-child {
  content-visibility: visible;
}
.jw-activity .jw-block del {
  opacity: 0.6;
}
.jw-activity .jw-block del .jw-said {
  user-select: none;
}
.jw-activity .jw-attempt {
  display: flex;
  align-items: center;
  gap: 8px;
  margin: 4px 0;
  color: var(--jw-dim);
  font: 12px/20px var(--jw-ui);
  overflow: hidden;
  white-space: nowrap;
}
.jw-activity .jw-attempt::after {
  content: "";
  flex: 1 0 24px;
  border-top: 1px solid var(--jw-line);
}
.jw-activity button.jw-jump {
  position: absolute;
  bottom: 8px;
  left: 50%;
  padding: 0 12px;
  border-color: var(--jw-line);
  border-radius: 12px;
  background: var(--jw-bg);
  box-shadow: 0 1px 4px #0003;
  font: 12px/22px var(--jw-ui);
  transform: translateX(-50%);
}

.jw-activity details {
  position: relative;
}
.jw-activity .jw-folded {
  border-top: 1px solid var(--jw-line);
}
.jw-activity summary {
  color: var(--jw-dim);
  cursor: pointer;
}
.jw-activity .jw-folded > summary {
  padding: 4px 12px;
}
.jw-activity .jw-folded > summary bdi {
  margin-right: 4px;
  color: var(--jw-fg);
}
.jw-activity :is(.jw-folded .jw-scroller, .jw-trace, .jw-result pre) {
  margin: 0;
  overflow: auto;
  background: none;
  color: inherit;
  font: 12px/18px var(--jw-mono);
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-activity .jw-folded .jw-scroller {
  max-height: 240px;
  padding: 2px 12px 10px;
}
.jw-activity .jw-trace {
  max-height: 320px;
}

.jw-activity .jw-result {
  display: flex;
  gap: 8px;
  padding: 6px 12px;
  border-top: 1px solid var(--jw-line);
}
.jw-activity .jw-result > span {
  color: var(--jw-dim);
}
.jw-activity .jw-card .jw-result pre {
  flex: 1;
  min-width: 0;
  max-height: 240px;
  padding: 0;
  line-height: 20px;
}

/* The saved form takes the live view's place: no wider, no narrower. */
.jp-RenderedHTMLCommon:has(> [data-jobwidgets-end]) {
  padding-right: 0;
}

@container (max-width: 440px) {
  .jw-activity .jw-id {
    font-size: 0;
  }
  .jw-activity .jw-cancel {
    padding: 0 6px;
  }
  .jw-activity .jw-header {
    gap: 6px;
  }
}
`;var $t=new Map;function At(i,...t){let e=i.getRootNode(),a="adoptedStyleSheets"in e?e:document;for(let s of t){let p=$t.get(s);p||(p=new CSSStyleSheet,p.replaceSync(s),$t.set(s,p)),a.adoptedStyleSheets.includes(p)||(a.adoptedStyleSheets=[...a.adoptedStyleSheets,p])}}var Tt=`/* One line: the connection on the left, the jobs on the right. */

.jw-statusbar {
  --jw-tone: var(--jw-ok);
}
.jw-statusbar:is([data-state="connecting"], [data-state="reconnecting"]) {
  --jw-tone: var(--jw-warn);
}
.jw-statusbar[data-state="offline"] {
  --jw-tone: var(--jw-bad);
}

.jw-statusbar .jw-line {
  display: flex;
  align-items: center;
  gap: 10px;
  min-height: 28px;
  padding: 2px 12px;
  border: 1px solid var(--jw-line);
  border-radius: 6px;
  font-size: 12px;
}
.jw-statusbar:is([data-state="connecting"], [data-state="reconnecting"]) .jw-dot {
  animation: jw-breathe 1.2s ease-in-out infinite;
}
.jw-statusbar .jw-link {
  display: flex;
  flex: none;
  align-items: center;
  gap: 8px;
}
.jw-statusbar .jw-state {
  font-weight: 500;
}
.jw-statusbar .jw-why {
  flex: 0 1 auto;
  color: var(--jw-dim);
}
.jw-statusbar .jw-space {
  flex: 1;
}
.jw-statusbar .jw-jobs {
  display: flex;
  flex: 0 1 auto;
  gap: 4px;
  min-width: 0;
  overflow: hidden;
}
.jw-statusbar button.jw-job {
  display: flex;
  align-items: center;
  gap: 6px;
  min-width: 0;
  height: 22px;
  padding: 0 8px;
  border-color: var(--jw-line);
  border-radius: 11px;
  line-height: 18px;
}
.jw-statusbar .jw-job:disabled {
  color: inherit;
}
.jw-statusbar .jw-job .jw-num {
  font-size: 11px;
}
.jw-statusbar .jw-count {
  flex: none;
  color: var(--jw-dim);
  white-space: nowrap;
}
.jw-statusbar .jw-count b {
  color: var(--jw-fg);
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.jw-statusbar .jw-count[data-kind="failed"] b {
  color: var(--jw-bad);
}
.jw-statusbar button.jw-asking {
  flex: none;
  height: 22px;
  padding: 0 10px;
  border-color: var(--jw-warn);
  border-radius: 11px;
  background: var(--jw-raised);
  background: color-mix(in srgb, var(--jw-warn) 18%, transparent);
  font-weight: 600;
  line-height: 18px;
  white-space: nowrap;
}
.jw-statusbar .jw-job[data-state="waiting_input"] {
  border-color: var(--jw-warn);
}
.jw-statusbar .jw-job[data-state="cancelling"] {
  border-style: dashed;
  color: var(--jw-dim);
}

@container (max-width: 560px) {
  .jw-statusbar .jw-jobs {
    display: none;
  }
}
@container (max-width: 440px) {
  .jw-statusbar .jw-line {
    flex-wrap: wrap;
    gap: 2px 10px;
    padding: 4px 12px;
  }
  .jw-statusbar .jw-space {
    flex-basis: 100%;
    height: 0;
  }
}
`;var Et=`/* Colours and sizes of all views: JupyterLab's variables, else VS Code's, else our own (light and dark). */

.jw {
  --jw-fg: var(--jp-ui-font-color1, var(--vscode-foreground, #1f2328));
  --jw-dim: var(--jp-ui-font-color2, var(--vscode-descriptionForeground, #656d76));
  --jw-bg: var(--jp-layout-color0, var(--vscode-editor-background, #fff));
  --jw-raised: #80808017; /* on light and on dark */
  --jw-line: var(--jp-border-color2, var(--vscode-widget-border, #d8dbe0));
  --jw-hover: var(--jp-layout-color3, var(--vscode-toolbar-hoverBackground, #e6e8ec));
  --jw-accent: var(--jp-brand-color1, var(--vscode-progressBar-background, #1976d2));
  --jw-ok: var(--jp-success-color1, var(--vscode-testing-iconPassed, #2e7d32));
  --jw-bad: var(--jp-error-color1, var(--vscode-errorForeground, #d32f2f));
  --jw-warn: var(--jp-warn-color1, var(--vscode-editorWarning-foreground, #c77700));
  --jw-ui: var(--jp-ui-font-family, var(--vscode-font-family, system-ui, sans-serif));
  --jw-text: var(--jp-content-font-family, var(--vscode-font-family, system-ui, sans-serif));
  --jw-mono: var(--jp-code-font-family, var(--vscode-editor-font-family, ui-monospace, monospace));

  box-sizing: border-box;
  flex: 1 1 320px;
  min-width: 0;
  width: 100%;
  margin: 2px 0;
  color: var(--jw-fg);
  font: 13px/20px var(--jw-ui);
  container-type: inline-size;
}

@media (prefers-color-scheme: dark) {
  .jw:not(:where([data-jp-theme-light], [class*="vscode"]) *) {
    --jw-fg: var(--jp-ui-font-color1, #e6e9ee);
    --jw-dim: var(--jp-ui-font-color2, #9aa3ae);
    --jw-bg: var(--jp-layout-color0, #111418);
    --jw-line: var(--jp-border-color2, #333a44);
    --jw-hover: var(--jp-layout-color3, #2a313b);
    --jw-accent: var(--jp-brand-color1, #64a8f5);
    --jw-ok: var(--jp-success-color1, #66bb6a);
    --jw-bad: var(--jp-error-color1, #f2716b);
    --jw-warn: var(--jp-warn-color1, #ffb74d);
  }
}

.jw *,
.jw *::before {
  box-sizing: border-box;
}

.jw [hidden] {
  display: none !important;
}

.jw .jw-num {
  color: var(--jw-dim);
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
}

.jw .jw-cut {
  min-width: 0;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.jw .jw-said {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.jw button {
  margin: 0;
  border: 1px solid transparent;
  border-radius: 4px;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}

.jw button:hover:not(:disabled) {
  background: var(--jw-hover);
}

.jw button:disabled {
  color: var(--jw-dim);
  cursor: default;
}

.jw :is(button, summary, input, textarea, select, [tabindex]):focus-visible {
  outline: 2px solid var(--jw-accent);
  outline-offset: -2px;
}

.jw .jw-dot {
  flex: none;
  width: 8px;
  height: 8px;
  border-radius: 50%;
  background: var(--jw-tone);
}

@keyframes jw-breathe {
  50% {
    opacity: 0.35;
  }
}

@media (prefers-reduced-motion: reduce) {
  .jw,
  .jw *,
  .jw *::before {
    animation: none !important;
    transition: none !important;
    scroll-behavior: auto !important;
  }
}
`;var st={};kt(st,{render:()=>he});function o(i,t="",e={},...a){let s=document.createElement(i);t&&(s.className=t);for(let[p,c]of Object.entries(e))s.setAttribute(p,c);return s.append(...a),s}function h(i,t){i.textContent!==t&&(i.textContent=t)}function X(i,t){let e=Math.max(0,i);if(e<9.95&&!t)return`${e.toFixed(1)} s`;let a=Math.floor(t?e:e+.5);if(a<60)return`${a} s`;let s=x=>String(x).padStart(2,"0"),[p,c]=[Math.floor(a/3600),Math.floor(a%3600/60)];return p?`${p}:${s(c)}:${s(a%60)}`:`${c}:${s(a%60)}`}var le={connecting:"Connecting",connected:"Connected",reconnecting:"Reconnecting",offline:"Offline"},ce=["running","queued","failed"],de={cancelling:"cancelling",waiting_input:"needs an answer"};function Ot(i){let t=Math.max(0,Math.floor(i));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min`:`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`}function pe(i){return i<1?`${Math.max(1,Math.round(i*1e3))} ms`:`${i.toFixed(1)} s`}function Lt(i){return[...document.querySelectorAll(`[data-jobwidgets-job="${CSS.escape(i)}"]`)].pop()}function we(i){i.querySelector(".jw-question :is(input, select, textarea, button)")?.focus({preventScroll:!0});let t=matchMedia("(prefers-reduced-motion: reduce)").matches;i.scrollIntoView({block:"nearest",behavior:t?"auto":"smooth"}),i.classList.remove("jw-flash"),requestAnimationFrame(()=>i.classList.add("jw-flash"))}function Ct(i,t={}){let e,a=0,s=-1,p="",c=!1,x=o("span","jw-state"),g=o("span","jw-num"),b=o("span","jw-why jw-cut",{dir:"auto"}),S=o("span","jw-jobs"),E=new Map(ce.map(r=>{let u=o("b");return[r,{number:u,node:o("span","jw-count",{"data-kind":r},u,` ${r}`)}]})),$=o("button","jw-asking",{type:"button",hidden:""}),C=o("span","jw-said",{role:"status","aria-live":"polite"}),A=o("div","jw-line",{},o("span","jw-link",{},o("span","jw-dot"),x,g),b);A.append(o("span","jw-space"),$,S,...[...E.values()].map(({node:r})=>r),C);let _=o("div","jw jw-statusbar",{role:"group","aria-label":"Jobs and connection"},A);_.setAttribute("data-lm-suppress-shortcuts","true"),_.setAttribute("data-jp-suppress-context-menu",""),i.append(_);let P=r=>r.stopPropagation();for(let r of["keydown","keypress","keyup"])_.addEventListener(r,P);let T=new Map,M=t.open??(r=>!!Lt(r)&&(we(Lt(r)),!0));function V(r,u){M(r)||h(C,`${u} is not shown on this page`)}$.addEventListener("click",()=>{let r=e?.jobs.filter(j=>j.state==="waiting_input")??[],u=r[(r.findIndex(j=>j.id===p)+1)%r.length];u&&(p=u.id,V(u.id,u.title))});function R(r){let u=`${r} ${r===1?"needs":"need"} an answer`;s>=0&&r>s&&h(C,u),s=r,$.hidden=!r,h($,u)}function B(r){for(let[u,{button:j}]of T)r.some(N=>N.id===u)||(j.remove(),T.delete(u));for(let u of r){let j=T.get(u.id);if(!j){let O=o("button","jw-job",{type:"button"});j={button:O,name:o("span","jw-cut",{dir:"auto"}),share:o("span","jw-num")},O.append(j.name,j.share),O.addEventListener("click",()=>{V(u.id,u.title)}),T.set(u.id,j),S.append(O)}h(j.name,u.title);let N=u.progress===null?"":`${Math.round(u.progress*100)} %`;h(j.share,{waiting_input:"asks",cancelling:"cancelling"}[u.state]??N);let J=de[u.state]??(u.step||"running");j.button.dataset.state=u.state,j.button.title=`${J} · ${u.id}`,j.button.setAttribute("aria-label",`Show job ${u.title}, ${J}`)}}function Q(){if(!e)return;let r=Date.now()/1e3+a,{state:u,since:j,latency:N,error:J,retry_at:O,url:H}=e.connection,q="";c?q="":u==="connected"?q=N===null?"":pe(N):O&&O>r?q=`next try in ${Math.ceil(O-r)} s`:u==="offline"?q=`since ${Ot(r-j)}`:q=Ot(r-j),h(g,q);let m=e.pending?`${e.pending} ${e.pending===1?"action waits":"actions wait"}`:"",z=u==="connected"?"":[m,J].filter(Boolean).join(" · ");h(b,c?"run the cell again":z),b.title=z;let v=new Date((j-a)*1e3).toLocaleTimeString();A.title=u==="connected"?`${H}, connected since ${v}`:`${H}, away since ${v}`}let f=setInterval(()=>!document.hidden&&Q(),1e3);return{root:_,set(r){let u=e?.connection.state;e=r;let{connection:j}=r;j.now&&(a=j.now-Date.now()/1e3),_.dataset.state=c?"offline":j.state;let N=le[j.state]??j.state;h(x,c?"Kernel gone":N),u!==void 0&&u!==j.state&&h(C,N);for(let[J,{number:O,node:H}]of E)h(O,String(r.counts[J]??0)),H.hidden=!r.counts[J]&&J!=="running";R(r.counts.waiting??0),B(r.jobs),Q()},setDetached(r){c=r,e&&this.set(e)},destroy(){clearInterval(f),_.remove()}}}var ue=["connection","counts","jobs","pending"];function he({model:i,el:t}){let e=Ct(t),a=()=>{e.setDetached(!1),e.set(Object.fromEntries(ue.map(c=>[c,i.get(c)])))},s=()=>{e.setDetached(!0),p()},p=()=>{try{i.send({type:"hello"})}catch{e.setDetached(!0)}};return i.on("change",a),i.on("comm_live_update",s),a(),p(),()=>{i.off("change",a),i.off("comm_live_update",s),e.destroy()}}var pt={};kt(pt,{initialize:()=>Le,render:()=>Ce});var Mt=[1e3,2e3,4e3,8e3],fe=6,it=class{constructor(t){this.send=t,this.client=Array.from({length:4},()=>Math.random().toString(36).slice(2,8)).join(""),this.views=new Set,this.head=void 0,this.steps=new Map,this.texts=new Map,this.old=new Set,this.n=-1,this.tries=0,this.detached=!1,this.timer=void 0,this.onFrozen=()=>{}}hello(){clearTimeout(this.timer),this.send({type:"hello",client:this.client});let t=Mt[Math.min(this.tries++,Mt.length-1)];(!this.detached||this.tries<fe)&&(this.timer=setTimeout(()=>this.hello(),t))}setDetached(t){if(this.detached!==t){this.detached=t;for(let e of this.views)e.setDetached(t)}}attach(t){this.head&&t.setHead(this.head),t.setSteps([...this.steps.values()]),t.supersede(this.old),t.addText([...this.texts].map(([e,{parts:a,...s}])=>({seg:e,at:0,text:a.join(""),...s}))),this.detached&&t.setDetached(!0),this.views.add(t),this.send({type:"views",client:this.client,count:this.views.size})}detach(t){this.views.delete(t),this.send({type:"views",client:this.client,count:this.views.size})}setHead(t){this.head=t;for(let e of this.views)e.setHead(t)}receive(t){if(!(t.to&&t.to!==this.client))switch(t.type){case"snapshot":this.setDetached(!1),this.load(t),this.n=t.n,this.tries=0,clearTimeout(this.timer);break;case"more":this.n>=0&&this.apply(t);break;case"delta":if(this.n<0||t.n<=this.n)return;if(t.n>this.n+1)return this.lost();this.n=t.n,this.apply(t);break;case"end":this.n>=0&&t.n>this.n&&this.lost();break;case"head":{let{type:e,to:a,...s}=t;this.setHead(s);break}case"ack":for(let e of this.views)e.acknowledge(t);break;case"frozen":this.onFrozen(t)}}load(t){this.steps.clear(),this.texts.clear(),this.old.clear();for(let e of this.views)e.clear();this.apply(t)}apply({steps:t=[],text:e=[],old:a=[]}){for(let{seg:s,ch:p,attempt:c,at:x,to:g,text:b}of e){let S=this.texts.get(s);if(x!==(S?.to??0))return this.lost();S?(S.parts.push(b),S.to=g):this.texts.set(s,{ch:p,attempt:c,parts:[b],to:g})}for(let s of a)this.old.add(s);for(let s of t)this.steps.set(s.id,s);for(let s of this.views)t.length&&s.setSteps(t),a.length&&s.supersede(a),e.length&&s.addText(e)}lost(t=!1){if(t)this.setDetached(!0);else if(this.n<0)return;this.n=-1,this.tries=0,this.hello()}close(){clearTimeout(this.timer),this.send({type:"bye",client:this.client})}};var je=5,ve=200,ge=0,tt=i=>typeof i=="object"&&i!==null&&!Array.isArray(i),Nt=i=>typeof i=="string"?i:JSON.stringify(i);function be(i){if(i==null||i===!0)return{kind:"text"};if(!tt(i))return{kind:"json"};if(Array.isArray(i.enum)&&i.enum.length)return{kind:"choices",choices:i.enum.map(e=>({value:e,label:Nt(e)}))};let t=i.oneOf??i.anyOf;if(Array.isArray(t)&&t.length&&t.every(e=>tt(e)&&"const"in e))return{kind:"choices",choices:t.map(a=>({value:a.const,label:String(a.title??Nt(a.const))}))};switch(i.type){case"boolean":return{kind:"choices",choices:[{value:!0,label:"Yes"},{value:!1,label:"No"}]};case"string":return{kind:i.maxLength>ve?"lines":"text"};case"number":case"integer":return{kind:i.type};case void 0:return{kind:Object.keys(i).filter(a=>!["title","description","default","$schema"].includes(a)).length?"json":"text"};default:return{kind:"json"}}}function me(i){if(!tt(i))return"";let t=i.default??i.examples?.[0];if(t!==void 0)return JSON.stringify(t,null,2);if(i.type==="array")return"[]";if(!tt(i.properties))return"";let e={string:"",boolean:!1,array:[],object:{}},a=Object.entries(i.properties).map(([s,p])=>{let c=p?.default??p?.enum?.[0]??e[p?.type];return[s,c??null]});return JSON.stringify(Object.fromEntries(a),null,2)}function _t(i,t){let e=i.trim()===""?NaN:Number(i);if(!Number.isFinite(e))throw"Type a number.";if(t&&!Number.isInteger(e))throw"Type a whole number.";return e}function ye(i){try{return JSON.parse(i)}catch(t){throw`This is not JSON: ${t.message}`}}function zt(i,t){let e=++ge,a=o("div","jw-prompt",{id:`jw-prompt-${e}`,dir:"auto"}),s=o("div","jw-fields"),p=o("span","jw-about",{id:`jw-about-${e}`,dir:"auto"}),c=o("span","jw-num jw-left"),x=o("span","jw-became"),g=o("div","jw-refused",{id:`jw-refused-${e}`,dir:"auto",hidden:""}),b=o("div","jw-foot",{},p,c),S=o("div","jw-question",{role:"group","aria-labelledby":a.id,hidden:""});S.append(a,s,g,b);let E=null,$=[],C,A="",_=!1,P,T=()=>A!==""||_;function M(f,r){!E||T()||(R(""),A="sending",r?.classList.add("jw-chosen"),B(),clearTimeout(P),P=setTimeout(()=>{A==="sending"&&(A="late",B())},2e3),i(E.key,f))}function V(){if(!C||T())return;let f;try{f=C.read()}catch(r){R(String(r)),C.focus();return}M(f)}function R(f){h(g,f),g.hidden=!f,f&&t(f);for(let r of $)r.tagName!=="BUTTON"&&(f?r.setAttribute("aria-invalid","true"):r.removeAttribute("aria-invalid"))}function B(){for(let r of $)r.setAttribute("aria-disabled",String(T())),(r instanceof HTMLInputElement||r instanceof HTMLTextAreaElement)&&(r.readOnly=T()),r instanceof HTMLSelectElement&&(r.disabled=T()),A||r.classList.remove("jw-chosen");S.classList.toggle("jw-answered",T()),h(x,{"":"",sending:"Sending…",late:"The kernel is busy: the answer is queued there",sent:"Answer sent"}[A])}function Q(f){let r=be(f.schema),u=tt(f.schema)?f.schema:{},j=u.default,N=typeof u.description=="string"?u.description:"",O={"aria-label":typeof u.title=="string"?u.title:"Answer","aria-describedby":`${a.id} ${p.id} ${g.id}`};h(a,f.prompt),s.replaceChildren(),$=[],C=void 0;let H=o("button","jw-send",{type:"button"},"Send");if(H.addEventListener("click",V),r.kind==="choices"&&r.choices.length<=je){for(let{value:m,label:z}of r.choices){let v=j!==void 0&&JSON.stringify(m)===JSON.stringify(j),k=o("button",v?"jw-choice jw-suggested":"jw-choice",{type:"button"});k.append(o("bdi","",{},z)),k.addEventListener("click",()=>M(m,k)),$.push(k)}s.append(...$,x),h(p,N);return}let q="";if(r.kind==="choices"){let m=o("select","jw-input",O);m.append(o("option","",{value:""},"Choose…")),r.choices.forEach(({value:v,label:k},I)=>{let Y=o("option","",{value:String(I),dir:"auto"},k);Y.selected=j!==void 0&&JSON.stringify(v)===JSON.stringify(j),m.append(Y)}),C={read:()=>{if(m.value==="")throw"Choose an answer.";return r.choices[Number(m.value)].value},focus:()=>m.focus()},$=[m,H]}else{let m=r.kind==="json"||r.kind==="lines",v=o(m?"textarea":"input",`jw-input jw-${r.kind}`,{...O,dir:"auto"});m?v.setAttribute("rows","4"):Object.assign(v,{type:"text",autocomplete:"off"}),r.kind==="number"&&(v.inputMode="decimal"),r.kind==="integer"&&(v.inputMode="numeric"),r.kind==="json"&&(v.spellcheck=!1),v.value=r.kind==="json"?me(f.schema):j===void 0?"":String(j),typeof u.title=="string"&&(v.placeholder=u.title),v.addEventListener("keydown",I=>{I.key!=="Enter"||I.isComposing||m&&!I.ctrlKey&&!I.metaKey||(I.preventDefault(),V())}),C={read:{text:()=>v.value,lines:()=>v.value,number:()=>_t(v.value,!1),integer:()=>_t(v.value,!0),json:()=>ye(v.value)}[r.kind],focus:()=>v.focus()},$=[v,H],q=r.kind==="json"?"JSON; Ctrl+Enter sends":r.kind==="lines"?"Ctrl+Enter sends":"",(r.kind==="number"||r.kind==="integer")&&(q=xe(u,r.kind))}s.append(...$,x),h(p,[N,q].filter(Boolean).join(" · "))}return{el:S,get asking(){return E!==null},set(f,r){f?.key!==E?.key&&(E=f,A="",R(""),f&&Q(f)),S.hidden=!f,r&&!A&&(A="sent"),B()},acknowledge({key:f,ok:r,error:u}){!E||f&&f!==E.key||(clearTimeout(P),A=r?"sent":"",B(),R(r?"":u??"The answer was not taken."),r&&t("Answer sent"))},setDetached(f){_=f,B()},tick(f){let r=E?.expires?E.expires-f:null;h(c,r===null?"":r>0?`${X(r,!0)} left`:"Time is up"),c.classList.toggle("jw-soon",r!==null&&r<30)},destroy(){clearTimeout(P)}}}function xe({minimum:i,maximum:t},e){let a=e==="integer"?"A whole number":"A number",[s,p]=[i,t].map(c=>typeof c=="number"?String(c):"");return s&&p?`${a} from ${s} to ${p}`:s?`${a} from ${s} up`:p?`${a} up to ${p}`:a}var Bt=2048,nt=class{constructor(t,e,a){this.flow=o("div"),this.scroller=o("div","jw-scroller",{role:"log","aria-live":"off","aria-label":t,tabindex:"0"}),this.scroller.append(this.flow),this.jump=o("button","jw-jump",{type:"button",hidden:""},"↓ Jump to end"),this.following=!0,this.lines=0,this.schedule=e,this.nameOf=a,this.segments=new Map,this.marks=new Map,this.startBlock(),this.last=0,this.height=0,this.touched=-1/0;let s=()=>this.touched=performance.now();for(let p of["wheel","touchmove","pointerdown","keydown"])this.scroller.addEventListener(p,s,{passive:!0});this.scroller.addEventListener("scroll",()=>this.onScroll()),this.scroller.addEventListener("wheel",({deltaY:p})=>{p<0&&this.scroller.scrollTop>0&&(this.following=!1),this.showJump()},{passive:!0}),this.resized=new ResizeObserver(()=>this.following&&this.toEnd()),this.resized.observe(this.flow),this.resized.observe(this.scroller),this.jump.addEventListener("click",()=>{this.following=!0,this.toEnd(),this.scroller.focus({preventScroll:!0})})}clear(){this.segments.clear(),this.marks.clear(),this.flow.replaceChildren(),this.lines=0,this.startBlock(),this.schedule()}apply(t,e){let a=this.segments.get(t.seg);a||this.segments.set(t.seg,a={attempt:t.attempt,pending:"",old:e,parts:[]}),a.pending+=t.text,this.schedule()}supersede(t){let e=this.segments.get(t);!e||e.old||(e.old=!0,e.parts=e.parts.map((a,s)=>{let p=this.makePart(e,s);return p.append(...a.childNodes),a.replaceWith(p),p}))}paint(){for(let t of this.segments.values())t.pending&&this.grow(t);this.following?this.toEnd():this.showJump()}startBlock(){this.block=void 0,this.size=0,this.lineEnded=!0,this.tail=void 0}grow(t){let e=t.pending;for(t.pending="",t.parts.length||this.begin(t);e;){let a=t===this.tail;if(a&&this.size>=Bt&&this.lineEnded&&this.addBlock(),a&&t.parts.at(-1)?.parentNode!==this.block){let g=this.makePart(t,t.parts.length);t.parts.push(g),this.block?.append(g)}let s=Math.max(0,Bt-this.size),p=!a||e.length<=s?-1:e.indexOf(`
`,s),c=p<0?e:e.slice(0,p+1),x=t.parts.at(-1);x.lastChild instanceof Text?x.lastChild.appendData(c):x.append(c),a&&(this.size+=c.length,this.lineEnded=c.endsWith(`
`));for(let g=c.indexOf(`
`);g>=0;g=c.indexOf(`
`,g+1))this.lines++;e=e.slice(c.length)}}begin(t){if(this.tail&&this.tail.attempt!==t.attempt){let e=o("div","jw-attempt");this.marks.set(e,t.attempt),this.flow.append(e),this.showAttempts(),this.block=void 0}this.block||this.addBlock(),this.tail=t}addBlock(){this.block=o("div","jw-block",{dir:"auto"}),this.size=0,this.lineEnded=!0,this.flow.append(this.block)}makePart({attempt:t,old:e},a){if(!e)return o("span");let s=o("del","",{title:`Attempt ${t}, superseded`});return a===0&&s.append(o("span","jw-said",{},`Superseded, attempt ${t}: `)),s}showAttempts(){for(let[t,e]of this.marks){let a=this.nameOf(e);h(t,a),t.title=a}}toEnd(){this.scroller.scrollTop=this.scroller.scrollHeight,this.last=this.scroller.scrollTop,this.height=this.scroller.scrollHeight,this.showJump()}onScroll(){let{scrollTop:t,scrollHeight:e,clientHeight:a}=this.scroller;if(e===this.height||performance.now()-this.touched<1e3){let s=e-t-a<12,p=s&&e<this.height;t<this.last-1?this.following&&=p:s&&t>this.last&&(this.following=!0)}this.height=e,this.last=t,this.showJump()}showJump(){this.jump.hidden=this.following}};var ke={queued:"Queued",running:"Running",waiting_input:"Needs an answer",cancelling:"Cancelling",completed:"Completed",failed:"Failed",cancelled:"Cancelled"},Se={completed:"✓",failed:"✕",cancelled:"–",interrupted:"–",running:""},ct="answer",qt=i=>i.length>12?`…${i.slice(-6)}`:i,W=i=>["completed","failed","cancelled"].includes(i);function $e(){let i="http://www.w3.org/2000/svg",t=document.createElementNS(i,"svg"),e=document.createElementNS(i,"path");return t.setAttribute("viewBox","0 0 16 16"),t.setAttribute("aria-hidden","true"),e.setAttribute("fill","none"),e.setAttribute("stroke","currentColor"),e.setAttribute("stroke-width","1.4"),e.setAttribute("d","M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3"),t.append(e),t}async function Ae(i){try{return await navigator.clipboard.writeText(i)}catch{let t=o("textarea","",{style:"position:fixed;opacity:0"});t.value=i,document.body.append(t),t.select(),document.execCommand("copy"),t.remove()}}function Jt(i,t){let e=new Set,a=new Set,s=0,p=!1,c,x,g=0,b="",S="",E=!1,$=!0,C=0,A=null,_=o("strong","jw-title jw-cut"),P=o("span","jw-pill"),T=o("span","jw-num jw-again jw-cut",{hidden:""}),M=o("button","jw-cancel",{type:"button"},"Cancel"),V=o("span","jw-num jw-elapsed"),R=o("span"),B=o("button","jw-id",{type:"button"},R,$e()),Q=o("div","jw-fill"),f=o("div","jw-bar",{role:"progressbar","aria-valuemin":"0","aria-valuemax":"100"},Q),r=o("span","jw-note jw-cut",{dir:"auto"}),u=o("span","jw-num"),j=o("div","jw-status",{},r,u),N=o("strong"),J=o("bdi"),O=o("pre","jw-trace",{tabindex:"0","aria-label":"Traceback"}),H=o("details","",{"data-channel":"traceback"},o("summary","",{},"Traceback"),O),q=o("div","jw-error",{hidden:""},o("div","",{},N," ",J),H),m=o("span","jw-said",{role:"status","aria-live":"polite"}),z=zt(t.answer,n=>h(m,n)),v=o("div","jw-told",{hidden:"",dir:"auto"}),k=o("ul","jw-steps",{hidden:"","aria-label":"Steps",tabindex:"0"}),I=o("div"),Y=o("pre","",{tabindex:"0","aria-label":"Result"}),ut=o("div","jw-result",{hidden:""},o("span","",{},"Result"),Y),ot=o("div","jw-children",{hidden:"",role:"group","aria-label":"Child jobs"}),It=o("div","jw-card",{},o("div","jw-header",{},o("span","jw-dot"),_,P,T,o("span","jw-space"),M,V,B),f,j,z.el,v,q,k,ot,I,ut,m),D=o("div","jw jw-activity",{role:"group","data-lm-suppress-shortcuts":"true"},It);D.setAttribute("data-jp-suppress-context-menu",""),i.append(D);let K=new Map,ht=new Map,G=new Map,Rt=n=>n.stopPropagation();for(let n of["keydown","keypress","keyup"])D.addEventListener(n,Rt);function ft(n){a.add(n),s||(s=requestAnimationFrame(Wt))}function Wt(){s=0;let n=a;a=new Set;for(let l of n)l()}function jt(n,l){let d=setTimeout(()=>(e.delete(d),n()),l);return e.add(d),d}function vt(n){let l=c?.info.attempts?.find(d=>d.n===n)?.why;return l?`attempt ${n} · ${l}`:`attempt ${n}`}let gt=new Map,rt=new Set;function Pt(n){let l=K.get(n);if(l)return l;let d=n.charAt(0).toUpperCase()+n.slice(1),w=new nt(d,()=>ft(gt.get(n)),vt);if(K.set(n,w),gt.set(n,()=>{w.paint();let y=ht.get(n);y&&h(y.count,`${w.lines.toLocaleString()} ${w.lines===1?"line":"lines"}`)}),n===ct)I.prepend(o("div","jw-answer",{},w.scroller,w.jump));else{let y=o("span","jw-num"),L=o("details","jw-folded",{"data-channel":n});L.append(o("summary","",{},o("bdi","",{},d)," ",y),w.scroller,w.jump),L.addEventListener("toggle",()=>w.following&&w.toEnd()),ht.set(n,{pane:w,count:y}),I.append(L)}return w}function bt(n){let l=0;for(let d=n;d.parent&&G.has(d.parent)&&l<12;l++)d=G.get(d.parent).row;return l}function Vt(n){let l=n.parent&&G.get(n.parent);if(!l)return null;let d=bt(l.row),w=l.li.nextElementSibling;for(;w&&Number(w.dataset.depth)>d;)w=w.nextElementSibling;return w}function Kt(n){for(let l of n){let d=G.get(l.id);if(!d){let U=o("span","jw-num"),ie=o("span","jw-icon",{role:"img"}),et=o("li","jw-step",{},ie,o("span","jw-name jw-cut"),o("span","jw-detail jw-cut"),U);d={row:l,li:et,took:U};let ne=Vt(l);G.set(l.id,d);let xt=bt(l);et.dataset.depth=String(xt),et.style.setProperty("--depth",String(xt)),k.insertBefore(et,ne)}d.row=l;let[w,y,L]=[...d.li.children];w.dataset.status=l.status,w.setAttribute("aria-label",l.status),h(w,Se[l.status]??""),h(y,l.name);let F=[l.replayed?"kept from an earlier attempt":"",l.detail].filter(Boolean).join(" · ");h(L,F),L.title=F,l.superseded&&(d.li.classList.add("jw-superseded"),w.setAttribute("aria-label",`${l.status}, superseded`),y.replaceChildren(o("del","",{},l.name)))}k.hidden=G.size===0,at(),$&&ft(Gt)}let Gt=()=>k.scrollTop=k.scrollHeight;k.addEventListener("scroll",()=>{k.scrollHeight-k.scrollTop-k.clientHeight<8?$=!0:k.scrollTop<C-1&&($=!1),C=k.scrollTop});function Qt({state:n,message:l,step:d,info:w,job_id:y}){if(E&&!W(n))return[`The kernel is gone; the job goes on: jw.attach("${y}")`,!0];if(w.problem&&!W(n))return[`Not followed any more: ${w.problem}`,!0];if(S&&!W(n))return[`Not cancelled: ${S}`,!0];if(n==="cancelling")return["Waiting for the job to stop"];if(!W(n)){if(b==="asking")return["Asking to cancel…"];if(b==="late")return["The kernel is busy: the wish to cancel is queued there",!0];if(b==="asked")return["Asked to cancel; waiting for the server"]}let L=w.reason?` (${w.reason})`:"";switch(n){case"queued":return[w.pending?"Waiting for the server":"Waiting for a worker"];case"waiting_input":return[l||d||""];case"completed":return[l||"Done"];case"failed":return[l||`Failed${L}`];case"cancelled":return[`Stopped before the end${L}`];default:return[l||d||"Working"]}}function Ut(n){let l=c?.state;c=n;let{state:d,info:w}=n;w.now&&(g=w.now-Date.now()/1e3),D.dataset.state=d,D.dataset.jobwidgetsJob=n.job_id,D.setAttribute("aria-label",`Job ${n.title}`),h(_,n.title),_.title=n.title;let y=ke[d]??d;h(P,y),T.hidden=n.attempt<2,h(T,vt(n.attempt)),T.title=T.textContent??"";for(let F of K.values())F.showAttempts();l===void 0&&h(R,qt(n.job_id)),B.title=`Copy the id ${n.job_id}`,B.setAttribute("aria-label",`Copy the job id ${n.job_id}`);let L=w.question&&w.question.key!==x;x=w.question?.key,l!==void 0&&L&&h(m,`Job ${n.title} asks: ${w.question?.prompt}`),l!==void 0&&l!==d&&(L||h(m,`Job ${n.title}: ${y}`),(d==="cancelling"||W(d))&&(S=""),d!=="running"&&d!=="queued"&&(b="")),Xt(n),Yt(w),Zt(w),Z(),q.hidden=!w.error,w.error&&(h(N,w.error.type),h(J,w.error.message),H.hidden=!w.error.traceback,h(O,w.error.traceback??"")),ut.hidden=w.result===null||w.result===void 0,h(Y,w.result??""),at()}function Xt({state:n,progress:l,message:d}){let w=l===null&&(n==="running"||n==="cancelling"),y=n==="completed"?1:l??0;f.classList.toggle("jw-busy",w),Q.style.width=w?"":`${(y*100).toFixed(1)}%`,w?f.removeAttribute("aria-valuenow"):f.setAttribute("aria-valuenow",String(Math.round(y*100))),f.setAttribute("aria-label","Progress"),d?f.setAttribute("aria-valuetext",w?d:`${Math.round(y*100)} %, ${d}`):f.removeAttribute("aria-valuetext"),h(u,l===null||n==="completed"?"":`${Math.round(l*100)} %`)}function Yt({question:n=null,answering:l=!1,told:d}){!n&&z.el.contains(document.activeElement)&&B.focus({preventScroll:!0}),z.set(n,l),v.hidden=!!n||!d,v.hidden?v.replaceChildren():v.title!==`${d?.prompt} ${d?.text}`&&(v.replaceChildren(o("bdi","jw-cut",{},d?.prompt??"")," ",o("bdi","jw-told-answer",{},d?.text??"")),h(m,d?.text??"")),v.title=v.hidden?"":`${d?.prompt} ${d?.text}`}let mt="";function Zt({children:n=[],childCount:l=0}){let d=`${l} ${n.length}`;if(ot.hidden=!l,d===mt)return;mt=d;let w=o("span","jw-label",{},l===1?"Child job":`${l} child jobs`),y=l>n.length?[o("span","jw-num",{},`and ${l-n.length} more`)]:[];ot.replaceChildren(w,...n.map(te),...y)}function te(n){let l=o("span","jw-code",{},qt(n.id)),d=o("button","jw-child",{type:"button",title:`Copy the id ${n.id}`},o("bdi","jw-cut",{},n.type),l);return d.setAttribute("aria-label",`Copy the id of child job ${n.type}, ${n.id}`),d.addEventListener("click",()=>yt(n.id,l)),d}function Z(){if(!c)return;let[n,l]=Qt(c);h(r,n),r.title=n,j.classList.toggle("jw-urgent",!!l),j.hidden=!n&&!u.textContent;let d=c.state==="cancelling"||b!=="",w=W(c.state)||E;w&&document.activeElement===M&&D.querySelector("button.jw-id")?.focus({preventScroll:!0}),M.hidden=w,M.setAttribute("aria-disabled",String(d)),M.disabled=d&&document.activeElement!==M,h(M,c.state==="cancelling"?"Cancelling":b==="asked"?"Asked":b?"Asking…":"Cancel"),M.setAttribute("aria-label",d?`${M.textContent}: job ${c.title}`:`Cancel job ${c.title}`)}function at(){if(!c)return;D.isConnected&&(A=D.closest(".jp-OutputArea, .cell, body"));let n=Date.now()/1e3+g,{created:l,started:d,ended:w}=c.info,y=d||l,L=W(c.state);z.tick(n),h(V,y?X((L&&w?w:n)-y,!L):"");for(let{row:F,took:U}of G.values())F.ended&&F.started?h(U,X(F.ended-F.started)):F.status==="running"&&F.started&&!L?h(U,X(n-F.started,!0)):h(U,"")}let ee=setInterval(()=>c&&!W(c.state)&&!document.hidden&&at(),1e3);M.addEventListener("click",()=>{b||!c||c.state==="cancelling"||(b="asking",S="",Z(),t.cancel(),jt(()=>{b==="asking"&&(b="late",Z())},2e3))});async function yt(n,l){let d=l.textContent??"";d.startsWith("copied")||(await Ae(n),h(m,"Job id copied"),h(l,"copied".padEnd(d.length," ")),jt(()=>h(l,d),1200))}return B.addEventListener("click",()=>c&&yt(c.job_id,R)),{root:D,setHead:Ut,setSteps:Kt,addText(n){for(let l of n)Pt(l.ch).apply(l,rt.has(l.seg))},supersede(n){for(let l of n){rt.add(l);for(let d of K.values())d.supersede(l)}},clear(){G.clear(),k.replaceChildren(),rt.clear();for(let n of K.values())n.clear()},acknowledge(n){if(n.of==="answer")return z.acknowledge(n);b=n.ok&&b?"asked":"",S=n.error??"",Z()},setDetached(n){E=n,z.setDetached(n),Z()},readingState(){return{following:K.get(ct)?.following??!0,top:K.get(ct)?.last??0,open:[...D.querySelectorAll("details[open]")].map(n=>n.dataset.channel),steps:C,host:A}},destroy(){p=!0,clearInterval(ee),z.destroy();for(let n of e)clearTimeout(n);for(let n of K.values())n.resized.disconnect();s&&cancelAnimationFrame(s),D.remove()},get destroyed(){return p}}}var Te=["job_id","title","state","progress","message","step","attempt","info"],Ee=6e3,dt=new Map,Dt=i=>Object.fromEntries(Te.map(t=>[t,i.get(t)]));function Oe(i,t,e){for(let a of i?.context?.model?.cells??[]){let s=a.outputs;for(let p=0;p<(s?.length??0);p++)s.get(p).data?.["application/vnd.jupyter.widget-view+json"]?.model_id===t&&s.set(p,{output_type:"display_data",data:e,metadata:{}})}}function Ft(i,t,e=30){let a=t.host?.querySelector(`[data-jobwidgets-end="${CSS.escape(i)}"]`);if(!a){e>0&&requestAnimationFrame(()=>Ft(i,t,e-1));return}for(let c of a.querySelectorAll("details"))c.open=t.open.includes(c.dataset.jobwidgetsChannel);let s=a.querySelector("[data-jobwidgets-text]");s&&(s.scrollTop=t.following?s.scrollHeight:t.top);let p=a.querySelector("ul");p&&(p.scrollTop=t.steps)}function Le({model:i}){let t=i.get("view_key"),e=new it(c=>{try{i.send(c)}catch{e.setDetached(!0)}});dt.set(t,e),e.setHead(Dt(i)),i.get("final")&&e.load(i.get("final"));let a=()=>e.setHead(Dt(i)),s=c=>e.receive(c),p=()=>e.lost(!0);return e.onFrozen=({model_id:c,data:x})=>Oe(i.widget_manager,c,x),i.on("change",a),i.on("msg:custom",s),i.on("comm_live_update",p),e.hello(),()=>{i.off("change",a),i.off("msg:custom",s),i.off("comm_live_update",p),e.close(),dt.delete(t)}}function Ce({model:i,el:t}){let e=i.get("view_key"),a=dt.get(e),s=Jt(t,{cancel:()=>a.send({type:"cancel",client:a.client}),answer:(x,g)=>a.send({type:"answer",client:a.client,key:x,value:g})});a.attach(s);let p,c=()=>{p||!W(i.get("state"))||(p=setTimeout(()=>a.send({type:"freeze",client:a.client}),Ee))};return i.on("change:state",c),c(),()=>{i.off("change:state",c),clearTimeout(p),Ft(e,s.readingState()),a.detach(s),s.destroy()}}function Ht(i,...t){return{...i,render(e){return At(e.el,Et,...t),i.render(e)}}}var wt={TaskActivity:Ht(pt,St),StatusBar:Ht(st,Tt)},ii={views:wt,initialize({model:i}){let t=globalThis,e=t[Symbol.for("jobwidgets.views")]??=new Map,a=i.get("key"),s=e.get(a);s?s.resolve(wt):e.set(a,{promise:Promise.resolve(wt),resolve(){}})}};export{ii as default};
