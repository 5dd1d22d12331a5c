// The licence texts of the npm packages whose code is in the bundles: they go where the bundles go.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** The folders of the packages that esbuild took something from. @param {import("esbuild").Metafile} metafile */
function packagesOf(metafile) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path);
      if (found && bytesInOutput) folders.add(found[0]);
    }
  }
  return [...folders].sort();
}

/** @param {string} folder */
async function noticeOf(folder) {
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const name = `${about.name} ${about.version} (${about.license})`;
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  if (!files.length) throw new Error(`${name} comes without a licence text`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return `${name}\n\n${texts.map((text) => text.replace(/\r\n/g, "\n").trim()).join("\n\n")}\n`;
}

/** @param {import("esbuild").Metafile} metafile @param {string} root where `node_modules` is */
export async function licences(metafile, root) {
  const notices = await Promise.all(packagesOf(metafile).map((folder) => noticeOf(join(root, folder))));
  const rule = `\n${"-".repeat(80)}\n\n`;
  return ["The scripts in this directory contain code of these packages.\n", ...notices].join(rule);
}
