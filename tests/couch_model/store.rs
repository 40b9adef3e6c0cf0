//! What the server keeps: databases of documents, each a tree of revisions.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};
use std::sync::Arc;

/// The name of a revision. Their order is CouchDB's own: of the leaves that are not deleted, the greatest wins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision {
    /// How many edits lead to it.
    pub generation: u64,
    /// What it is made from, hashed.
    pub hash: String,
}

impl Display for Revision {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}-{}", self.generation, self.hash)
    }
}

impl Revision {
    /// As it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let (generation, hash) = text.split_once('-')?;
        let generation = generation.parse().ok().filter(|number| *number > 0)?;
        (!hash.is_empty()).then(|| Revision { generation, hash: hash.to_owned() })
    }

    /// The revision that an edit makes: the same edit of the same parent has the same name on every server.
    fn after(parent: Option<&Revision>, deleted: bool, body: &Map<String, Value>) -> Self {
        let text = json!([parent.map(ToString::to_string), deleted, body]).to_string();
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes())[..16]);
        Revision { generation: parent.map_or(0, |parent| parent.generation) + 1, hash }
    }
}

#[derive(Clone, Debug)]
struct Node {
    parent: Option<Revision>,
    deleted: bool,
    /// None where only the name is known, or where a compaction threw it away.
    body: Option<Arc<Map<String, Value>>>,
    /// The bytes of the body when it is written.
    bytes: usize,
}

impl Node {
    fn new(parent: Option<Revision>, deleted: bool, body: Option<Arc<Map<String, Value>>>) -> Self {
        let bytes = body.as_ref().map_or(0, |body| json_bytes(body));
        Node { parent, deleted, body, bytes }
    }
}

/// A document was changed by somebody else in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict;

/// A document: a tree of revisions, or several.
#[derive(Clone, Debug, Default)]
pub struct Document {
    nodes: BTreeMap<Revision, Node>,
    /// The revisions that nothing was made from, the winner first.
    leaves: Vec<Revision>,
    /// Where its latest change stands in the feed.
    pub sequence: u64,
}

impl Document {
    /// The revisions that nothing was made from, the winner first.
    pub fn leaves(&self) -> &[Revision] {
        &self.leaves
    }

    fn find_leaves(&mut self) {
        let parents: BTreeSet<&Revision> = self.nodes.values().filter_map(|node| node.parent.as_ref()).collect();
        let known = self.nodes.iter().filter(|(revision, _)| !parents.contains(revision));
        let mut leaves: Vec<(bool, &Revision)> = known.map(|(revision, node)| (!node.deleted, revision)).collect();
        leaves.sort_unstable_by(|one, other| other.cmp(one));
        self.leaves = leaves.into_iter().map(|(_, revision)| revision.clone()).collect();
    }

    /// The revision that is shown.
    pub fn winner(&self) -> Option<Revision> {
        self.leaves.first().cloned()
    }

    /// Whether the document counts as deleted: all of its leaves are.
    pub fn is_deleted(&self) -> bool {
        self.leaves.first().is_none_or(|winner| self.is_deleted_at(winner))
    }

    /// Whether a revision is a deletion.
    pub fn is_deleted_at(&self, revision: &Revision) -> bool {
        self.nodes.get(revision).is_some_and(|node| node.deleted)
    }

    /// The other leaves: those that are not deleted, or those that are.
    pub fn conflicts(&self, deleted: bool) -> Vec<Revision> {
        self.leaves.iter().skip(1).filter(|leaf| self.is_deleted_at(leaf) == deleted).cloned().collect()
    }

    /// A revision's body.
    pub fn body(&self, revision: &Revision) -> Option<&Arc<Map<String, Value>>> {
        self.nodes.get(revision)?.body.as_ref()
    }

    /// A revision with its `_id`, `_rev` and `_deleted`; none where its body is not there.
    pub fn json(&self, id: &str, revision: &Revision) -> Option<Map<String, Value>> {
        let mut json = Map::clone(self.body(revision)?);
        json.insert("_id".into(), id.into());
        json.insert("_rev".into(), revision.to_string().into());
        if self.is_deleted_at(revision) {
            json.insert("_deleted".into(), true.into());
        }
        Some(json)
    }

    /// The winner, in the same form.
    pub fn winner_json(&self, id: &str) -> Map<String, Value> {
        self.winner().and_then(|winner| self.json(id, &winner)).unwrap_or_default()
    }

    /// A revision and those that it was made from, the youngest first.
    pub fn history(&self, revision: &Revision) -> Vec<Revision> {
        std::iter::successors(Some(revision), |revision| self.nodes.get(revision)?.parent.as_ref()).cloned().collect()
    }

    /// All revisions whose body is there, the oldest first.
    pub fn readable(&self) -> Vec<Revision> {
        self.nodes.iter().filter(|(_, node)| node.body.is_some()).map(|(revision, _)| revision.clone()).collect()
    }

    /// A new revision made from `parent`, as with `new_edits=true`.
    fn edit(
        &mut self,
        parent: Option<&Revision>,
        deleted: bool,
        body: Arc<Map<String, Value>>,
    ) -> Result<Revision, Conflict> {
        let parent = match parent {
            Some(parent) if self.leaves.contains(parent) => Some(parent.clone()),
            Some(_) => return Err(Conflict),
            None if self.leaves.is_empty() => None,
            // What was deleted is made again on top of its tombstone.
            None if self.is_deleted() => self.winner(),
            None => return Err(Conflict),
        };
        let revision = Revision::after(parent.as_ref(), deleted, &body);
        self.nodes.insert(revision.clone(), Node::new(parent, deleted, Some(body)));
        self.find_leaves();
        Ok(revision)
    }

    /// Takes a revision with its history over from elsewhere, as with `new_edits=false`; whether it was news.
    fn graft(&mut self, path: &[Revision], deleted: bool, body: Arc<Map<String, Value>>) -> bool {
        let mut is_new = false;
        for (place, revision) in path.iter().enumerate() {
            let parent = path.get(place + 1).cloned();
            let known = self.nodes.get_mut(revision);
            let body = (place == 0).then(|| Arc::clone(&body));
            match known {
                Some(node) => {
                    if node.parent.is_none() {
                        node.parent = parent;
                    }
                }
                None => {
                    is_new |= place == 0;
                    let deleted = deleted && place == 0;
                    self.nodes.insert(revision.clone(), Node::new(parent, deleted, body));
                }
            }
        }
        self.find_leaves();
        is_new
    }

    /// Keeps so many revisions behind each leaf.
    fn stem(&mut self, limit: usize) {
        if self.nodes.len() <= limit {
            return;
        }
        let kept: BTreeSet<Revision> =
            self.leaves.iter().flat_map(|leaf| self.history(leaf).into_iter().take(limit)).collect();
        self.nodes.retain(|revision, _| kept.contains(revision));
        for node in self.nodes.values_mut() {
            if node.parent.as_ref().is_some_and(|parent| !kept.contains(parent)) {
                node.parent = None;
            }
        }
    }

    /// Puts another body under a revision's name, as no honest server does.
    pub fn replace_body(&mut self, revision: &Revision, body: Arc<Map<String, Value>>) {
        if let Some(node) = self.nodes.get_mut(revision) {
            *node = Node::new(node.parent.take(), node.deleted, Some(body));
        }
    }
}

/// A database.
#[derive(Clone, Debug)]
pub struct Database {
    /// The documents by id, deleted ones too.
    pub documents: BTreeMap<String, Document>,
    /// The feed: which document has its latest change where.
    pub feed: BTreeMap<u64, String>,
    /// The last place in the feed.
    pub last: u64,
    /// The security object.
    pub security: Value,
    /// How many revisions are remembered behind each leaf.
    pub revisions_limit: usize,
    /// Tells a database from another one of the same name.
    pub instance: u64,
    /// After a restart of the sequences, places beyond the end stand for the beginning.
    pub rewinds: bool,
}

impl Database {
    pub fn new(instance: u64) -> Self {
        Database {
            documents: BTreeMap::new(),
            feed: BTreeMap::new(),
            last: 0,
            security: json!({ "members": { "roles": ["_admin"] }, "admins": { "roles": ["_admin"] } }),
            revisions_limit: 1000,
            instance,
            rewinds: false,
        }
    }

    /// Makes a new revision, as with `new_edits=true`.
    pub fn edit(
        &mut self,
        id: &str,
        parent: Option<&Revision>,
        deleted: bool,
        body: Arc<Map<String, Value>>,
    ) -> Result<Revision, Conflict> {
        let known = self.documents.contains_key(id);
        let document = self.documents.entry(id.to_owned()).or_default();
        match document.edit(parent, deleted, body) {
            Ok(revision) => {
                document.stem(self.revisions_limit);
                self.announce(id);
                Ok(revision)
            }
            Err(conflict) => {
                if !known {
                    self.documents.remove(id);
                }
                Err(conflict)
            }
        }
    }

    /// Takes a revision over, as with `new_edits=false`.
    pub fn graft(&mut self, id: &str, path: &[Revision], deleted: bool, body: Arc<Map<String, Value>>) {
        let document = self.documents.entry(id.to_owned()).or_default();
        if document.graft(path, deleted, body) {
            document.stem(self.revisions_limit);
            self.announce(id);
        }
    }

    /// Writes on top of the winner, whatever it is.
    pub fn write_over(&mut self, id: &str, deleted: bool, body: Arc<Map<String, Value>>) {
        let parent = self.documents.get(id).and_then(Document::winner);
        // The winner is a leaf, so this cannot be a conflict.
        drop(self.edit(id, parent.as_ref(), deleted, body));
    }

    /// Moves a document to the end of the feed.
    pub fn announce(&mut self, id: &str) {
        let Some(document) = self.documents.get_mut(id) else { return };
        self.feed.remove(&document.sequence);
        self.last += 1;
        document.sequence = self.last;
        self.feed.insert(self.last, id.to_owned());
    }

    /// Takes a document away as if it had never been.
    pub fn take_away(&mut self, id: &str) -> Option<Document> {
        let document = self.documents.remove(id)?;
        self.feed.remove(&document.sequence);
        Some(document)
    }

    /// How many documents there are, and how many tombstones.
    pub fn counts(&self) -> (usize, usize) {
        let deleted = self.documents.values().filter(|document| document.is_deleted()).count();
        (self.documents.len() - deleted, deleted)
    }

    /// The bytes of all bodies that are kept.
    pub fn total_bytes(&self) -> usize {
        let nodes = self.documents.values().flat_map(|document| document.nodes.values());
        nodes.map(|node| node.bytes).sum()
    }

    /// Throws away the bodies of all revisions that are no leaves.
    pub fn compact(&mut self) {
        for document in self.documents.values_mut() {
            let Document { nodes, leaves, .. } = document;
            let gone = nodes.iter_mut().filter(|(revision, _)| !leaves.contains(revision));
            gone.for_each(|(_, node)| *node = Node::new(node.parent.take(), node.deleted, None));
        }
    }
}

/// The bytes of a body when it is written.
pub fn json_bytes(body: &Map<String, Value>) -> usize {
    serde_json::to_vec(body).map_or(0, |bytes| bytes.len())
}
