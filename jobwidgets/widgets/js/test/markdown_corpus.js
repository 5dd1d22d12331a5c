// @ts-check
// Documents of the kinds that jobs write, for the tests of what renders them.

/** @type {Record<string, string>} */
export const DOCUMENTS = {
  answer: `# Findings

The **median** is *lower* than expected: see \`stats.py\` and [the paper](https://example.org/p?a=1&b=2).
A second line of the paragraph, with __strong__, _weak_, ~~wrong~~ and snake_case_names.

## Steps

1. **Load** the data

   with a paragraph inside
2. Clean it
   - drop rows
   - fill gaps
     - by mean
3. Fit

Then:

- [x] done
- [ ] to do

> A quotation
> of two lines

> another one

---

| Name | Value | Unit |
|:-----|------:|:----:|
| a | 1.5 | \`kg\` |
| b \\| c | **2** | m |

Done.
`,
  code: `Before:
\`\`\`python
def f(x):
    """A string with \`\`\` inside

    and a blank line."""
    return {"a": x}  # <b>
\`\`\`
After, and more:

~~~
plain \`\`\` text
~~~
\`\`\`json
{"a": [1, 2, "x"]}
\`\`\`
    indented code

    goes on

- a list
  \`\`\`sql
  select * from t -- comment

  where 1
  \`\`\`
- more

\`\`\`\`md
\`\`\`js
let x
\`\`\`
\`\`\`\`
`,
  unclosed: "Text\n\n```python\nprint(1)\n\n# no end",
  fenceAtEnd: "Look:\n\n```\ncode\n```",
  maths: `The energy $E = mc^2$ and $a_1 * b_2 * c_3$ cost $5 or $10, not \\(x_1 * y_1\\).

$$
\\sum_{i=1}^n x_i
- b * c * d
$$

Inline $$x_1 + _y_$$ too.
\\[
a_1 = b_1
\\]
After.
`,
  lists: `* one
* two

* three (loose)

  inside three
+ another list
1) first
2) second

10. ten
11. eleven
1986. A great year ends a sentence

- - nested
  - deep

      code in a list

- last
# Heading right after
text right after
- a list right after
text in it
***
- x
- - -
`,
  headings: "Setext\n===\n\nOther\n---\n# A #\n###### six\n####### seven\n#hashtag\n# \ntext\n#",
  plain: Array.from({ length: 40 }, (_, i) => `${i + 100_000}  read file number ${i} of many`).join("\n"),
  html: `<div class="x">
<p>hello</p>

</div>
Text with <b>bold</b> <script>alert(1)</script> &amp; &lt;i&gt; &copy; &nope; <!-- comment --> <pre>a *b*</pre>
<details>
<summary>x</summary>

inside
</details>
`,
  references: `See [one][1] and [two].

[1]: https://example.org/one "Title"
[two]: https://example.org/two

A note[^1].

[^1]: The note.
`,
  tables: `Intro line
| a | b |
|---|---|
| 1 | 2 |
| 3 |
not a row

|x|
|-|

a | b
--|--
1 | 2

| not | a table |
`,
  breaks: "one  \ntwo\\\nthree\n   four\n\n\n\nfive\t six   seven\n",
  unicode: "שלום עולם **טקסט**\n\nمرحبا `كود`\n\n日本語の**強調**です。👩‍👩‍👧 ok\n",
  quotes: `> # Title
> - item
>
>   more
lazy

> \`\`\`js
> let a
> \`\`\`
after

> > nested
> back
`,
  terminal: "\u001b[31mred\u001b[0m and \u001b]8;;https://x\u0007link\u001b]8;;\u0007\r\nover\rwritten \u202eevil\u202c\n",
  onlyMarks: "-\n\n1.\n\n*\n\n**\n\n`\n\n|\n\n>\n\n$$\n\n[\n\n![",
};

/** Documents above the sizes at which blocks are cut. @type {Record<string, string>} */
export const LONG = {
  paragraph: "word ".repeat(4_000),
  lines: Array.from({ length: 800 }, (_, i) => `line ${i} of a *long* text without a blank line`).join("\n"),
  digits: Array.from({ length: 800 }, (_, i) => `${i} 1. - # text`).join("\n"),
  noSpaces: "x".repeat(30_000) + "👩".repeat(9_000),
  list: Array.from({ length: 300 }, (_, i) => `1. item ${i}\n   - nested **${i}**`).join("\n"),
  loose: Array.from({ length: 200 }, (_, i) => `${i + 5}. item ${i}\n\n   with a paragraph`).join("\n\n"),
  table: `| a | b |\n|---|--:|\n${Array.from({ length: 900 }, (_, i) => `| cell ${i} | ${i * 7} |`).join("\n")}`,
  code: `\`\`\`python\n${Array.from({ length: 900 }, (_, i) => `x${i} = "${i}"  # comment`).join("\n")}\n\`\`\`\n`,
  indented: `text\n${Array.from({ length: 500 }, (_, i) => `    indented line number ${i}`).join("\n")}`,
  quote: Array.from({ length: 500 }, (_, i) => `> quoted line ${i} goes on`).join("\n"),
  heading: `# ${"long heading ".repeat(900)}\ntext`,
  marks: "**a _b `c ~~d [e ".repeat(700),
  nested: "> ".repeat(3_000),
};
