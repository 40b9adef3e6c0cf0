// Starts one worker of a release as a classic script. The page that started it compares `burrowBuild` with its own
// build at the first word; what goes wrong here reaches the page as the worker's error event.
"use strict";
self.burrowBuild = "__BUILD__";
importScripts("__WORKER__.js");
wasm_bindgen({ module_or_path: "__WORKER___bg.wasm" }).catch((error) => {
  setTimeout(() => {
    throw error;
  });
});
