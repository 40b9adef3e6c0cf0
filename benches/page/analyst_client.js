// Gives the analyst worker of the release a task and the customers' numbers, which it asks for over a port as if the
// engine were at its other end.
"use strict";

const analyst = {
  table: null,

  // The reply of the engine that holds the numbers.
  load(base64) {
    analyst.table = bytesOf(base64);
    return true;
  },

  // One task. The analyst tells how far it is before the first run of k-means and after each, so that what lies between
  // the first two words is one run of the algorithm, and nothing else.
  cluster(address, task) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(address);
      const { port1, port2 } = new MessageChannel();
      const told = [];
      const end = (settle, value) => {
        worker.terminate();
        port1.close();
        settle(value);
      };
      port1.onmessage = ({ data: [id] }) => port1.postMessage([id, "reply", analyst.table]);
      worker.onerror = (event) => end(reject, new Error(event.message || "the analyst's script could not be loaded"));
      let asked;
      worker.onmessage = ({ data: [, kind, bytes] }) => {
        const now = performance.now();
        if (kind === "ready") {
          // The first word on the port names the build, as the engine's does.
          port1.postMessage([0, "ready", bytes]);
          asked = performance.now();
          worker.postMessage([1, "request", bytesOf(task), port2], [port2]);
        } else if (kind === "event") {
          told.push(now);
        } else if (kind === "reply") {
          end(resolve, { run: told[1] - told[0], whole: now - asked, reply: base64Of(bytes) });
        } else {
          end(reject, new Error(`${kind}: ${new TextDecoder().decode(bytes)}`));
        }
      };
    });
  },
};
