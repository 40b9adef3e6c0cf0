//! What can be shown without a browser.
#![cfg(not(target_arch = "wasm32"))]

#[macro_use]
#[path = "cases/storage.rs"]
mod storage_cases;

#[path = "native/age_peers.rs"]
mod age_peers;
#[path = "native/analysis_peers.rs"]
mod analysis_peers;
#[path = "native/arrows.rs"]
mod arrows;
#[path = "native/engine_audit.rs"]
mod engine_audit;
#[path = "native/engine_backups.rs"]
mod engine_backups;
#[path = "native/engine_board.rs"]
mod engine_board;
#[path = "native/engine_campaigns.rs"]
mod engine_campaigns;
#[path = "native/engine_commits.rs"]
mod engine_commits;
#[path = "native/engine_disks.rs"]
mod engine_disks;
#[path = "native/engine_exports.rs"]
mod engine_exports;
#[path = "native/engine_failures.rs"]
mod engine_failures;
#[path = "native/engine_imports.rs"]
mod engine_imports;
#[path = "native/engine_integrity.rs"]
mod engine_integrity;
#[path = "native/engine_lock.rs"]
mod engine_lock;
#[path = "native/engine_opening.rs"]
mod engine_opening;
#[path = "native/engine_orders.rs"]
mod engine_orders;
#[path = "native/engine_overview.rs"]
mod engine_overview;
#[path = "native/engine_people.rs"]
mod engine_people;
#[path = "native/engine_queries.rs"]
mod engine_queries;
#[path = "native/engine_races.rs"]
mod engine_races;
#[path = "native/engine_repair.rs"]
mod engine_repair;
#[path = "native/engine_room.rs"]
mod engine_room;
#[path = "native/engine_segments.rs"]
mod engine_segments;
#[path = "native/engine_tabs.rs"]
mod engine_tabs;
#[path = "native/engine_world.rs"]
mod engine_world;
#[path = "native/frozen_books.rs"]
mod frozen_books;
#[path = "native/frozen_storage.rs"]
mod frozen_storage;
#[path = "native/future_versions.rs"]
mod future_versions;
#[path = "native/memory_disk.rs"]
mod memory_disk;
#[path = "native/seeded_bugs.rs"]
mod seeded_bugs;
#[path = "native/service_tickets.rs"]
mod service_tickets;
#[path = "native/service_timeline.rs"]
mod service_timeline;
