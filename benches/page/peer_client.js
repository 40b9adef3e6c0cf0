// The peers, each in a dedicated worker of its own, as our engine is; asked and timed in the same way.
"use strict";

class PeerClient {
  constructor(script) {
    this.started = performance.now();
    this.waiting = [];
    this.worker = new Worker(script);
    this.worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.waiting.shift();
      if (data.failure) reject(new Error(data.failure));
      else resolve({ at: performance.now(), value: data.value });
    };
    this.worker.onerror = (event) => {
      for (const { reject } of this.waiting.splice(0)) reject(new Error(event.message || "the peer's worker failed"));
    };
  }

  ask(action, argument) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage({ action, argument });
    });
  }
}

const peers = {
  clients: new Map(),

  stop(name) {
    peers.clients.get(name)?.worker.terminate();
    peers.clients.delete(name);
  },

  start(name) {
    peers.stop(name);
    const client = new PeerClient(name === "pouchdb" ? "pouchdb_worker.js" : "peer_worker.js");
    peers.clients.set(name, client);
    return client;
  },

  async ask(name, action, argument) {
    const client = peers.clients.get(name) ?? peers.start(name);
    const before = performance.now();
    const { at, value } = await client.ask(action, argument);
    return { milliseconds: at - before, value };
  },

  async importFile() {
    const file = document.getElementById("file").files[0];
    const client = peers.start("dexie");
    await client.ask("forget");
    const before = performance.now();
    const { at, value } = await client.ask("importFile", file);
    return { milliseconds: at - before, value };
  },

  async loadPouchDB(database) {
    const file = document.getElementById("file").files[0];
    return (await peers.ask("pouchdb", "load", { file, database })).value;
  },

  // A fresh worker, timed from its start, as our engine's.
  async reload() {
    const client = peers.start("dexie");
    const { at, value } = await client.ask("reload");
    return { milliseconds: at - client.started, value };
  },

  async askAll(name, action, list) {
    const answers = [];
    for (const argument of list) {
      const { milliseconds, value } = await peers.ask(name, action, argument);
      answers.push({ milliseconds, matched: value.matched ?? null });
    }
    return answers;
  },
};
