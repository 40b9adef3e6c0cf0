// What a good page would do with the peers: PapaParse and Dexie for import and reload, FlexSearch and MiniSearch for
// search, arrays in JavaScript for filter and sort, ml-kmeans for groups, and a raw IndexedDB put for one durable edit.
"use strict";
importScripts("peers/papaparse.min.js", "peers/dexie.min.js", "peers/flexsearch.bundle.min.js", "peers/minisearch.js");
importScripts("peers/ml-kmeans.js");

const FIRST_ROWS = 50;
const byAlphabet = new Intl.Collator().compare;

const openDexie = () => {
  const database = new Dexie("peer", { chromeTransactionDurability: "strict" });
  database.version(1).stores({ customers: "id" });
  return database;
};

const parseFile = (file) =>
  new Promise((resolve, reject) => {
    const rows = [];
    Papa.parse(file, {
      header: true,
      skipEmptyLines: true,
      chunk: ({ data }) => {
        for (const row of data) {
          row.id = rows.length;
          rows.push(row);
        }
      },
      complete: () => resolve(rows),
      error: reject,
    });
  });

const nameOf = (row) => `${row["First name"]} ${row["Last name"]}`;
const searchable = ["First name", "Last name", "Company", "Job title", "Email", "Phone", "City", "Country", "Tags", "Notes"];

let rows = [];
let search = () => [];

const indexes = {
  // One text a record, the way of FlexSearch that is fastest to build and to ask.
  flexsearch() {
    const index = new FlexSearch.Index({ tokenize: "forward" });
    for (const row of rows) index.add(row.id, searchable.map((name) => row[name]).join(" "));
    return (words) => index.search(words, { limit: FIRST_ROWS });
  },
  minisearch() {
    const index = new MiniSearch({ fields: searchable });
    index.addAll(rows);
    return (words) => index.search(words, { prefix: true, combineWith: "AND" }).slice(0, FIRST_ROWS).map(({ id }) => id);
  },
};

const filters = {
  status: (row, value) => row.Status === value,
  tag: (row, value) => row.Tags.split(", ").includes(value),
  city: (row, value) => row.City.toLowerCase().includes(value.toLowerCase()),
  company: (row, value) => row.Company.toLowerCase().includes(value.toLowerCase()),
  bornSince: (row, value) => row.Birthday >= value,
  note: (row, value) => row.Notes.toLowerCase().includes(value.toLowerCase()),
};

// Empty values come last either way, as in our lists.
const orders = {
  name: nameOf,
  company: (row) => row.Company,
  birthday: (row) => row.Birthday,
};

let raw;
let points = [];
const actions = {
  async importFile(file) {
    const before = performance.now();
    const parsed = await parseFile(file);
    const between = performance.now();
    await openDexie().customers.bulkPut(parsed);
    return { rows: parsed.length, parse: between - before, put: performance.now() - between };
  },

  forget: () => Dexie.delete("peer"),

  async reload() {
    const all = await openDexie().customers.toArray();
    const read = performance.now();
    const first = all.sort((one, other) => byAlphabet(nameOf(one), nameOf(other))).slice(0, FIRST_ROWS);
    return { rows: all.length, first, sort: performance.now() - read };
  },

  async load() {
    rows = await openDexie().customers.toArray();
    return rows.length;
  },

  buildIndex(name) {
    const before = performance.now();
    search = indexes[name]();
    return performance.now() - before;
  },

  search(words) {
    const found = search(words).map((id) => rows[id]);
    return { found };
  },

  filter({ conditions, order, descending }) {
    let found = rows;
    for (const [name, value] of conditions) {
      const holds = filters[name];
      found = found.filter((row) => holds(row, value));
    }
    const key = orders[order];
    const sign = descending ? -1 : 1;
    const sorted = found.toSorted((one, other) => {
      const [a, b] = [key(one), key(other)];
      if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
      return sign * byAlphabet(a, b);
    });
    return { matched: found.length, first: sorted.slice(0, FIRST_ROWS) };
  },

  // Numbers as the library wants them: an array for each row.
  points({ base64, width }) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const numbers = new Float64Array(bytes.buffer);
    points = Array.from({ length: numbers.length / width }, (_, row) => [...numbers.subarray(row * width, (row + 1) * width)]);
    return points.length;
  },

  cluster({ k, seed }) {
    const { centroids, iterations } = mlKMeans.kmeans(points, k, { initialization: "kmeans++", seed });
    return { centroids, iterations };
  },

  async put(size) {
    raw ??= await new Promise((resolve, reject) => {
      const opening = indexedDB.open("raw", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("rows", { autoIncrement: true });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const bytes = crypto.getRandomValues(new Uint8Array(size));
    await new Promise((resolve, reject) => {
      const writing = raw.transaction("rows", "readwrite", { durability: "strict" });
      writing.objectStore("rows").put(bytes);
      writing.oncomplete = resolve;
      writing.onabort = () => reject(writing.error);
    });
    return {};
  },
};

self.onmessage = async ({ data: { action, argument } }) => {
  try {
    self.postMessage({ value: await actions[action](argument) });
  } catch (error) {
    self.postMessage({ failure: `${action}: ${error?.stack ?? error}` });
  }
};
