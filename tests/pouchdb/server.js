// express-pouchdb in memory, for the tests of sync: on 127.0.0.1, for one user, without a file. It prints `COUCH_READY` and
// its port when it can be asked, and ends when its standard input does, so that no test leaves it behind.
'use strict';

const crypto = require('node:crypto');
const cors = require('cors');
const express = require('express');
const expressPouchDB = require('express-pouchdb');
const PouchDB = require('pouchdb-core')
  .plugin(require('pouchdb-adapter-memory'))
  .plugin(require('pouchdb-mapreduce'))
  .plugin(require('pouchdb-replication'));

const user = process.env.COUCH_USER || 'admin:secret';
const expected = Buffer.from(`Basic ${Buffer.from(user).toString('base64')}`);

function isUser(request) {
  const shown = Buffer.from(request.headers.authorization || '');
  return shown.length === expected.length && crypto.timingSafeEqual(shown, expected);
}

const app = express();
app.disable('x-powered-by');
// express-pouchdb itself answers no preflight.
app.use(cors({ allowedHeaders: ['authorization', 'content-type'], maxAge: 600, origin: true }));
// Its own administrators would write a file, and a stranger who makes a database would end the process.
app.use((request, response, next) => {
  if (isUser(request)) return next();
  const reason = request.headers.authorization ? 'Name or password is incorrect.' : 'You are not authorized to access this db.';
  return response.status(401).json({ error: 'unauthorized', reason });
});
// Only what replication needs: no configuration, no log files, no daemons.
// CouchDB compresses no answer; what replication brings over the wire is compared without that, too.
const overrideMode = process.env.COUCH_COMPRESSION === 'off' ? { exclude: ['compression'] } : {};
app.use(expressPouchDB(PouchDB.defaults({ adapter: 'memory' }), { mode: 'minimumForPouchDB', overrideMode }));

const server = app.listen(Number(process.env.PORT || 0), '127.0.0.1', () => {
  console.log(`COUCH_READY ${server.address().port}`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
