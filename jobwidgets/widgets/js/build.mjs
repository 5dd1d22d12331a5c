// Bundles the front end into ../static: `npm run build`. The same sources and locked packages give the same bytes;
// `npm run fresh` fails unless ../static holds just that.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const STATIC = new URL("../static/", import.meta.url);
const check = process.argv.includes("--check");

// Each is one module: a notebook's page is given a module as text, so nothing may be split off.
const entries = {
  notebook: "src/kernel/main.js",
  stub: "src/kernel/stub.js",
  web: "src/web/main.js",
};

const { outputFiles } = await build({
  entryPoints: entries,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text" },
  outdir: STATIC.pathname,
  absWorkingDir: new URL(".", import.meta.url).pathname,
  write: false,
  logLevel: "warning",
});

for (const { path, contents } of outputFiles) {
  if (!check) {
    await writeFile(path, contents);
  } else if (!(await readFile(path).catch(() => Buffer.alloc(0))).equals(contents)) {
    console.error(`${path} is not what the sources give: run "make front-end" and commit it.`);
    process.exitCode = 1;
  }
}
