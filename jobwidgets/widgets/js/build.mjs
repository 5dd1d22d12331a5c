// Bundles the front end into ../static: `npm run build`. The same sources and locked packages give the same bytes;
// `npm run fresh` fails unless ../static holds just that.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { licences } from "./licences.mjs";

const STATIC = new URL("../static/", import.meta.url);
const ROOT = new URL(".", import.meta.url).pathname;
const check = process.argv.includes("--check");

// Each is one module: a notebook's page is given a module as text, so nothing may be split off.
const entries = {
  notebook: "src/kernel/main.js",
  stub: "src/kernel/stub.js",
  web: "src/web/main.js",
};
// Large, and sent only to pages that need them: they are no part of `notebook` and `web`.
const libraries = {
  plotly: "src/libraries/plotly.js",
  vega: "src/libraries/vega.js",
};

/** @param {Record<string, string>} entryPoints @param {import("esbuild").BuildOptions} more */
const bundle = (entryPoints, more) =>
  build({
    entryPoints,
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none", // see THIRD_PARTY_LICENSES.txt
    loader: { ".css": "text" },
    outdir: STATIC.pathname,
    absWorkingDir: ROOT,
    metafile: true,
    write: false,
    logLevel: "warning",
    ...more,
  });

// plotly.js is a bundle already: what it took in is named in its comments only.
const large = await bundle(libraries, { legalComments: "eof" });
/** @param {Uint8Array} contents */
const hash = (contents) => createHash("sha256").update(contents).digest("hex").slice(0, 16);
// `notebook` knows which builds belong to it.
const hashes = Object.fromEntries(large.outputFiles.map((file) => [basename(file.path, ".js"), hash(file.contents)]));
const small = await bundle(entries, { define: { LIBRARY_HASHES: JSON.stringify(hashes) } });

const outputs = { ...large.metafile.outputs, ...small.metafile.outputs };
const notices = await licences({ inputs: {}, outputs }, ROOT);
const files = [
  ...large.outputFiles,
  ...small.outputFiles,
  { path: join(STATIC.pathname, "THIRD_PARTY_LICENSES.txt"), contents: new TextEncoder().encode(notices) },
];

for (const { path, contents } of files) {
  if (!check) {
    await writeFile(path, contents);
  } else if (!(await readFile(path).catch(() => Buffer.alloc(0))).equals(contents)) {
    console.error(`${path} is not what the sources give: run "make front-end" and commit it.`);
    process.exitCode = 1;
  }
}
