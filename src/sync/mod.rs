//! Sealed records between devices, over a server that sees ciphertext alone.

pub mod http;
