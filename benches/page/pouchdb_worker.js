// What a good page would do with PouchDB to have its customers on several devices: a document each in its IndexedDB,
// replicated to a server and from there into another PouchDB.
"use strict";
importScripts("peers/papaparse.min.js", "peers/pouchdb.js");

const PouchDB = pouchdbBrowser.default;

const parseFile = (file) =>
  new Promise((resolve, reject) => {
    Papa.parse(file, { header: true, skipEmptyLines: true, complete: ({ data }) => resolve(data), error: reject });
  });

// What is empty is left out, as we leave it out.
const documentOf = ({ ID, ...fields }) => {
  const filled = Object.entries(fields).filter(([, value]) => value !== "");
  return { _id: ID, ...Object.fromEntries(filled) };
};

const remote = ({ address, user, password }) =>
  new PouchDB(address, {
    auth: { username: user, password },
    // It would send cookies, which a server that lets every origin in may not take.
    fetch: (url, options) => fetch(url, { ...options, credentials: "omit" }),
  });

const replicate = async (from, to, batch) => {
  const result = await PouchDB.replicate(from, to, { batch_size: batch });
  if (!result.ok || result.doc_write_failures > 0) throw new Error(JSON.stringify(result.errors));
  return { written: result.docs_written };
};

const actions = {
  async load({ file, database }) {
    const rows = await parseFile(file);
    const local = new PouchDB(database);
    for (const answer of await local.bulkDocs(rows.map(documentOf))) {
      if (!answer.ok) throw new Error(JSON.stringify(answer));
    }
    return { held: (await local.info()).doc_count };
  },

  send: ({ database, server, batch }) => replicate(new PouchDB(database), remote(server), batch),

  async receive({ database, server, batch }) {
    const local = new PouchDB(database);
    const { written } = await replicate(remote(server), local, batch);
    return { written, held: (await local.info()).doc_count };
  },
};

self.onmessage = async ({ data: { action, argument } }) => {
  try {
    self.postMessage({ value: await actions[action](argument) });
  } catch (error) {
    self.postMessage({ failure: `${action}: ${error?.stack ?? error}` });
  }
};
