// Talks to the engine worker of the release as the site's own page does: frames `[id, kind, bytes, payload]`, MessagePack
// within. A reply's time ends when its bytes are decoded, since a page can show nothing before that.
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
    this.worker = new Worker(address);
    this.usable = new Promise((resolve, reject) => {
      this.becomeUsable = resolve;
      this.fail = reject;
    });
    this.indexed = new Promise((resolve) => (this.becomeIndexed = resolve));
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = (event) => this.fail(new Error(event.message || "the engine's script could not be loaded"));
  }

  hear([id, kind, bytes]) {
    if (kind === "reply") {
      const reply = MessagePack.decode(bytes);
      this.waiting.get(id).resolve({ at: performance.now(), reply, bytes });
      this.waiting.delete(id);
    } else if (kind === "event") {
      this.hearEvent(MessagePack.decode(bytes));
    } else if (kind !== "ready") {
      const failure = new Error(`${kind}: ${new TextDecoder().decode(bytes)}`);
      this.fail(failure);
      for (const { reject } of this.waiting.values()) reject(failure);
    }
  }

  hearEvent(event) {
    const phase = event.State?.[0];
    if (phase === "Ready") this.becomeUsable(performance.now() - this.started);
    if (phase?.Failed) this.fail(new Error(`the book cannot be opened: ${JSON.stringify(phase)}`));
    // Once the book is open and nobody writes, only the finished index makes the engine say that many records changed.
    if (event.Changed && event.Changed[1] === null) this.becomeIndexed(performance.now() - this.started);
  }

  request(bytes, file) {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage([id, "request", bytes, file], [bytes.buffer]);
    });
  }
}

const engine = {
  client: null,

  // Starts the engine; when the book can be used and when its search index is whole, in milliseconds from the start.
  async open(address) {
    engine.close();
    engine.client = new EngineClient(address);
    return { usable: await engine.client.usable };
  },

  // The same, with the first rows asked for as soon as the book can be used.
  async openAndList(address, base64) {
    engine.close();
    const request = bytesOf(base64);
    const client = (engine.client = new EngineClient(address));
    const usable = await client.usable;
    const { at, reply } = await client.request(request);
    const listed = at - client.started;
    return { usable, listed, rows: reply.Rows[0].length, indexed: await client.indexed };
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
    for (const request of requests.map(bytesOf)) {
      const before = performance.now();
      const { at, reply } = await engine.client.request(request);
      const [variant] = typeof reply === "string" ? [reply] : Object.keys(reply);
      answers.push({ milliseconds: at - before, variant, matched: variant === "Rows" ? reply.Rows[1] : null });
    }
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
