// Run pytest on CPython in WebAssembly (Pyodide), for a Python that the machine does not have.
//
// node wasm.mjs PYODIDE WHEELS ARGUMENT...   in the root of the repository
//
// PYODIDE is the folder of the npm package, and WHEELS that of what the tests need.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [, , pyodide, wheels, ...words] = process.argv;
const { loadPyodide } = await import(pathToFileURL(resolve(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ env: { HOME: "/home", PYTHONHASHSEED: "0" } });
for (const [name, root] of Object.entries({ source: ".", wheels })) {
  python.FS.mkdirTree(`/${name}`);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: resolve(root) }, `/${name}`);
}
python.globals.set("words", python.toPy(words));
let status = 3;
try {
  status = python.runPython(`
import os, pathlib, site, sys, zipfile
sys.dont_write_bytecode = True
for wheel in pathlib.Path("/wheels").glob("*.whl"):
    zipfile.ZipFile(wheel).extractall(site.getsitepackages()[0])
sys.path[:0] = ["/source/src", "/source/tests"]
os.chdir("/source")
print("Python", sys.version)
import pytest
int(pytest.main(list(words)))
`);
} catch (error) {
  console.error(String(error.message).slice(-2000));
}
process.exit(status);
