import { colours, type PictureTheme } from "../../../design/picture/colours.ts";

/** The screen's tokens that the page is drawn in. */
function tokens(theme: PictureTheme): string {
  const { canvas, surface, border, borderStrong, text, textMuted, ok, warn, bad, categories } = colours[theme];
  const all = { canvas, surface, border, "border-strong": borderStrong, text, "text-muted": textMuted, ok, warn, bad, made: categories.sources[0], plain: categories.channels[0] };
  return Object.entries(all).map(([name, value]) => `--${name}:${value};`).join("");
}

/** Styles of the page: light or dark as the reader's system is, and always light on paper. */
export function pageStyle(): string {
  return `
:root{color-scheme:light dark;${tokens("light")}}
@media (prefers-color-scheme:dark){:root{${tokens("dark")}}}
@media print{:root{color-scheme:light;${tokens("light")}}}
*{box-sizing:border-box;margin:0}
body{max-width:1080px;margin:0 auto;padding:32px 24px 48px;background:var(--canvas);color:var(--text);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:26px;line-height:1.2}
h2{padding:28px 0 10px;font-size:17px}
.about,.muted,caption,small{color:var(--text-muted)}
.about{padding-top:4px}
.sentence{max-width:80ch;padding-top:16px;font-size:17px}
.headlines{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;padding-top:20px}
.headlines div{display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:12px 14px;border:1px solid var(--border);border-radius:8px;background:var(--surface)}
.headlines dd{font-size:22px;font-weight:650}
.headlines dd small{display:block;font-size:12px;font-weight:400}
.headlines dt{color:var(--text-muted);font-size:13px}
.ok{color:var(--ok)}.warn{color:var(--warn)}.bad{color:var(--bad)}
small.ok{color:var(--ok)}small.bad{color:var(--bad)}
ul{padding-left:20px}
li{padding:2px 0}
svg{display:block;max-width:100%;height:auto}
svg text{font-family:inherit}
.picture{padding:12px;border:1px solid var(--border);border-radius:8px;background:var(--surface)}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse}
caption{padding-bottom:6px;text-align:left}
th,td{padding:5px 8px;border-bottom:1px solid var(--border);text-align:right;vertical-align:top;white-space:nowrap}
th{color:var(--text-muted);font-weight:600}
th:first-child,td:first-child{padding-left:0;text-align:left;white-space:normal}
td small{display:block;max-width:13ch;margin-left:auto;white-space:normal;line-height:1.3}
.narrow{max-width:420px;padding-top:12px}
.changes{max-width:44ch;text-align:left;white-space:normal}
.trends{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:16px;padding-bottom:12px}
.on-dark{display:none}
@media (prefers-color-scheme:dark){.on-dark{display:block}.on-light{display:none}}
@media print{.on-dark{display:none}.on-light{display:block}body{max-width:none;padding:0;background:none;font-size:11px}.headlines div,.picture,tr,section{break-inside:avoid}h2{break-after:avoid}.wide{overflow:visible}th,td{padding:3px 5px}}
`;
}
