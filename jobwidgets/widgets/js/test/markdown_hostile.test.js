// @ts-check
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../src/views/markdown.js";
import { MarkdownText } from "../src/views/markdown_text.js";

const HOSTILE = [
  "<script>boom()</script>",
  "<ScRiPt src=//evil.invalid></sCrIpT>",
  "</script><script>boom()</script>",
  "<svg onload=boom()>",
  "<svg><animate onbegin=boom() attributeName=x></svg>",
  "<svg><a xlink:href='javascript:boom()'><text>x</text></a></svg>",
  "<img src=x onerror=boom()>",
  "<img src=https://evil.invalid/x.png srcset='https://evil.invalid/y.png 2x'>",
  "<picture><source srcset=https://evil.invalid/x.png></picture>",
  "<p style='background:url(https://evil.invalid/x)'>x</p>",
  "<style>@import url(https://evil.invalid/x.css);body{display:none}</style>",
  "<link rel=stylesheet href=https://evil.invalid/x.css>",
  "<meta http-equiv=refresh content='0;url=https://evil.invalid'>",
  "<base href=https://evil.invalid/>",
  "<iframe srcdoc='<script>parent.boom()</script>'></iframe>",
  "<iframe src=javascript:boom()></iframe><object data=javascript:boom()></object><embed src=//evil.invalid>",
  "<form action=https://evil.invalid><input name=password><button formaction=javascript:boom()>go</button></form>",
  "<video src=https://evil.invalid onerror=boom()><audio autoplay src=//evil.invalid>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=boom()&gt;'>",
  "<math><mi xlink:href='data:x,<script>boom()</script>'></math>",
  "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=boom() src>'>",
  "<noscript><p title='</noscript><img src=x onerror=boom()>'></noscript>",
  "<template><img src=x onerror=boom()></template>",
  "<img name=body><a id=location href=x></a><form name=getElementById id=children></form>",
  "<details open ontoggle=boom()>",
  "<body onload=boom()>",
  "<x contenteditable onblur=boom() tabindex=1 autofocus>",
  "[a](javascript:boom())",
  "[a](JaVaScRiPt:boom())",
  "[a]( javascript:boom())",
  "[a](<javascript:boom()>)",
  "[a](java\tscript:boom())",
  "[a](&#106;avascript:boom())",
  "[a](javascript&colon;boom())",
  "[a](&#x6A&#x61vascript:boom())",
  "[a](\u0001javascript:boom())",
  "[a](vbscript:boom)",
  "[a](data:text/html;base64,PHNjcmlwdD4=)",
  "[a](data:text/html,<script>boom()</script>)",
  "[a](file:///etc/passwd)",
  "[a](blob:x)",
  "[a](//evil.invalid)",
  "[a](/api/jobs)",
  "[a](#x)",
  "[a](jupyter:x)",
  "<javascript:boom()>",
  "[a][x]\n\n[x]: javascript:boom()",
  "[a](https://x.invalid 'onmouseover=\"boom()')",
  '[a](https://x.invalid/"onmouseover="boom())',
  "[a](https://x.invalid/'><img src=x onerror=boom()>)",
  "![a](https://evil.invalid/x.png)",
  "![a](http://evil.invalid/x.svg 'title')",
  "![a](javascript:boom())",
  "![a](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImJvb20oKSI+)",
  '![" onerror="boom()](data:image/png;base64,AAAA)',
  '![x](data:image/png;base64,AAAA"onerror=boom())',
  "[![a](https://evil.invalid/x.png)](javascript:boom())",
  "[![a](https://evil.invalid/x.png)](https://x.invalid)",
  "```<img src=x onerror=boom()>\n<script>boom()</script>\n```",
  "```\"><script>boom()</script>\ncode\n```",
  "~~~html\n<script>boom()</script>\n~~~",
  "`<img src=x onerror=boom()>`",
  "| <img src=x onerror=boom()> | b |\n|---|---|\n| <script>boom()</script> | [x](javascript:boom()) |",
  "# <img src=x onerror=boom()>",
  "- [x](javascript:boom())",
  "> <svg onload=boom()>",
  "$<img src=x onerror=boom()>$",
  "$$\n<script>boom()</script>\n$$",
  "\\(<svg onload=boom()>\\)",
  "<pre><code>&lt;script&gt;boom()&lt;/script&gt;",
  "<a href=x>[b](https://x.invalid)</a>",
  "<kbd><script>boom()</script></kbd>",
  "\u001b]8;;javascript:boom()\u0007link\u001b]8;;\u0007",
  "\u001b[31m<script>boom()</script>\u001b[0m",
  "\u202e<script>boom()</script>\u202c",
  "<!--><img src=x onerror=boom()>-->",
  "<![CDATA[<script>boom()</script>]]>",
  "<?php boom() ?>",
  "&lt;script&gt;boom()&lt;/script&gt;",
  "\u0000<scr\u0000ipt>boom()</script>",
];

const ELEMENTS = new Set(
  "DIV P H3 H4 H5 H6 UL OL LI BLOCKQUOTE HR PRE CODE SPAN STRONG EM DEL A IMG ".concat(
    "TABLE THEAD TBODY TR TH TD BUTTON",
  ).split(" "),
);
const OURS = "role aria-label tabindex type dir style";
const ATTRIBUTES = new Set(`class href title target rel src alt start ${OURS}`.split(" "));

/** @param {ParentNode} root */
function checked(root) {
  for (const node of root.querySelectorAll("*")) {
    expect(ELEMENTS).toContain(node.tagName);
    expect(node.namespaceURI).toBe("http://www.w3.org/1999/xhtml");
    for (const { name, value } of node.attributes) {
      expect(ATTRIBUTES).toContain(name);
      if (name === "href") expect(value).toMatch(/^(https?:\/\/|mailto:)/);
      if (name === "src") expect(value).toMatch(/^data:image\/(png|jpe?g|gif|webp);base64,[\w+/=]+$/);
      if (name === "class") expect(value).toMatch(/^(jw-[\w-]+|hljs-[\w-]+|\w+_|language-\w+)( (jw-[\w-]+|\w+_))*$/);
      // Ours alone: the height a block is expected to have.
      if (name === "style") expect(value).toMatch(/^contain-intrinsic-size: auto [\d.]+px;$/);
    }
    if (node.tagName === "A") {
      expect(node.getAttribute("rel")).toBe("noopener noreferrer nofollow");
      expect(node.getAttribute("target")).toBe("_blank");
      expect(node.getAttribute("title")).toBe(node.getAttribute("href"));
    }
  }
}

describe.each(HOSTILE)("%j", (text) => {
  test("becomes nothing that runs, sends or fetches, whole and while it is written", () => {
    checked(renderMarkdown(`before ${text} after`));
    checked(renderMarkdown(text));
    const stream = new MarkdownText(document.createElement("div"));
    for (const c of text) {
      stream.append(c);
      stream.notBefore = 0;
      stream.paint(Infinity);
      checked(stream.el);
    }
    stream.settle();
    checked(stream.el);
  });
});

const TAGS_ONLY = HOSTILE.filter((text) => /^<[a-z!?/]/i.test(text) && !/\n|&|\[b\]/.test(text));

test.each(TAGS_ONLY)("%j stays to be read", (text) => {
  expect(renderMarkdown(text).textContent).toBe(text);
});

/** @param {string} text */
function rendered(text) {
  const box = document.createElement("div");
  box.append(renderMarkdown(text));
  return box;
}

test("a link that is not followed is shown as it is written", () => {
  expect(rendered("see [here](javascript:boom())").textContent).toBe("see [here](javascript:boom())");
});

test("a link opens a new page and tells its address", () => {
  const link = rendered("[x](https://example.org/a?b=1&c=2)").querySelector("a");
  expect(link?.title).toBe("https://example.org/a?b=1&c=2");
  expect(link?.href).toBe("https://example.org/a?b=1&c=2");
  expect(rendered("<me@example.org>").querySelector("a")?.href).toBe("mailto:me@example.org");
});

test("an image from elsewhere becomes its text and a link", () => {
  const box = rendered("![a chart](https://example.org/x.png)");
  expect(box.querySelector("img")).toBeNull();
  expect(box.querySelector("a")?.textContent).toBe("a chart");
  expect(box.querySelector("a")?.href).toBe("https://example.org/x.png");
});

test("an image in the text itself is shown", () => {
  expect(rendered("![a dot](data:image/png;base64,iVBORw0KGgo=)").querySelector("img")?.alt).toBe("a dot");
});

test("terminal colours are dropped, and what turns the direction of text is spelt out", () => {
  expect(rendered("\u001b[1;31mred\u001b[0m `a\u202eb`").textContent).toBe("red a⟨U+202E⟩b");
});

test("mathematics is left as it is written", () => {
  const box = rendered("It costs $5 or $6, but $a_1 * b_2 * c$ is\n\n$$\nx_1 * y_1\n$$");
  const shown = [...box.querySelectorAll(".jw-math")].map((node) => node.textContent);
  expect(shown).toEqual(["$a_1 * b_2 * c$", "$$\nx_1 * y_1\n$$"]);
  expect(box.querySelector("em")).toBeNull();
});

test("code has its language, its colours and a button that copies it", () => {
  const box = rendered("```python\ndef f(): return 'x'\n```");
  expect(box.querySelector(".jw-lang")?.textContent).toBe("python");
  expect(box.querySelector(".hljs-keyword")?.textContent).toBe("def");
  expect(box.querySelector("button")?.getAttribute("aria-label")).toBe("Copy the code, python");
  expect(box.querySelector("pre")?.textContent).toBe("def f(): return 'x'");
});

test("references and footnotes stay as they are written", () => {
  const text = "See [one][1] and a note[^1].\n\n[1]: https://example.org/\n\n[^1]: The note.";
  expect(rendered(text).textContent?.replaceAll("\n", "")).toBe(text.replaceAll("\n", ""));
});
