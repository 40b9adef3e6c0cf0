// Talks to the engine worker of the release as the site's own page does, in frames `[id, kind, bytes, payload]`. What the
// bytes say is made and read by the program that drives this page; here they are only timed.
"use strict";

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

const base64Of = (bytes) => {
  let text = "";
  for (let start = 0; start < bytes.length; start += 32_768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32_768));
  }
  return btoa(text);
};

class EngineClient {
  constructor(address) {
    this.started = performance.now();
    this.lastId = 0;
    this.waiting = new Map();
    this.listening = [];
    this.worker = new Worker(address);
    this.ready = new Promise((resolve, reject) => {
      this.becomeReady = resolve;
      this.fail = reject;
    });
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = (event) => this.fail(new Error(event.message || "the engine's script could not be loaded"));
  }

  hear([id, kind, bytes]) {
    if (kind === "reply") {
      this.waiting.get(id).resolve({ at: performance.now(), bytes });
      this.waiting.delete(id);
    } else if (kind === "event") {
      for (const resolve of this.listening.splice(0)) resolve();
    } else if (kind === "ready") {
      this.becomeReady();
    } else {
      const failure = new Error(`${kind}: ${new TextDecoder().decode(bytes)}`);
      this.fail(failure);
      for (const { reject } of this.waiting.values()) reject(failure);
    }
  }

  request(bytes, file) {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage([id, "request", bytes, file], [bytes.buffer]);
    });
  }

  // Asks, and asks again whenever the engine says that something changed, until the reply has so many bytes: a list
  // without rows is shorter.
  async requestUntil(base64, least) {
    for (;;) {
      const changed = new Promise((resolve) => this.listening.push(resolve));
      const answer = await this.request(bytesOf(base64));
      if (answer.bytes.length >= least) return answer;
      await changed;
    }
  }
}

const engine = {
  client: null,

  async open(address) {
    engine.close();
    engine.client = new EngineClient(address);
    await engine.client.ready;
    return true;
  },

  // Starts the engine on the book that is there: how long until it gives the first rows of a list, and until a search
  // finds what comes last into the index, in milliseconds from the making of the worker.
  async openAndList(address, list, search, least) {
    await engine.open(address);
    const { client } = engine;
    const ready = performance.now() - client.started;
    const listed = await client.requestUntil(list, least);
    const found = await client.requestUntil(search, least);
    return { ready, listed: listed.at - client.started, indexed: found.at - client.started, reply: base64Of(listed.bytes) };
  },

  close() {
    engine.client?.worker.terminate();
    engine.client = null;
  },

  forget() {
    engine.close();
    return new Promise((resolve, reject) => {
      const deletion = indexedDB.deleteDatabase("burrow");
      deletion.onsuccess = () => resolve(true);
      deletion.onerror = () => reject(deletion.error);
    });
  },

  async ask(base64, withFile) {
    const request = bytesOf(base64);
    const file = withFile ? document.getElementById("file").files[0] : undefined;
    const before = performance.now();
    const { at, bytes } = await engine.client.request(request, file);
    return { milliseconds: at - before, reply: base64Of(bytes) };
  },

  // One after the other, as a person types: each waits for the answer to the one before.
  async askAll(requests) {
    const answers = [];
    for (const request of requests) answers.push(await engine.ask(request));
    return answers;
  },
};

// The size of files as a host sends them.
const compressedSize = async (addresses) => {
  let sum = 0;
  for (const address of addresses) {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    const compressed = new Response(answer.body.pipeThrough(new CompressionStream("gzip")));
    sum += (await compressed.arrayBuffer()).byteLength;
  }
  return sum;
};
