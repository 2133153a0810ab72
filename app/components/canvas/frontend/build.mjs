// Bundle the canvas into ../built: one JS and one CSS file, which name the digest of their sources.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { build } from "esbuild";

const sources = ["build.mjs", "package.json", "package-lock.json"].concat(
  readdirSync("src").map((name) => `src/${name}`),
).sort();
const digest = createHash("sha256");
for (const name of sources) {
  digest.update(`${name}\n`).update(readFileSync(name)).update("\n");
}
const banner = `/*! dharma-canvas, sources ${digest.digest("hex")} */`;

await build({
  entryPoints: { canvas: "src/index.jsx" },
  outdir: "../built",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  banner: { js: banner, css: banner },
  legalComments: "eof",
  logLevel: "info",
});
