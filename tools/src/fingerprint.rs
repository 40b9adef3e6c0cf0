//! Fingerprints of content: SHA-256 in the two spellings that browsers and file names want.

use sha2::{Digest, Sha256};

/// SHA-256 as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 as base64 with padding, the spelling of a Content-Security-Policy source (`sha256-…`).
#[must_use]
pub fn sha256_base64(bytes: &[u8]) -> String {
    base64(&Sha256::digest(bytes))
}

/// A fingerprint of several named contents, 16 hexadecimal digits: enough to name a folder of a release.
///
/// Names and contents both count, and each goes in at a fixed width, so that no two different lists look alike.
#[must_use]
pub fn of_all<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut whole = Sha256::new();
    for (name, bytes) in parts {
        whole.update(Sha256::digest(name.as_bytes()));
        whole.update(Sha256::digest(bytes));
    }
    whole.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits =
            group.iter().chain(std::iter::repeat(&0)).take(3).fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
        for place in 0..4_usize {
            if place <= group.len() {
                let digit = (bits >> (18 - 6 * place)) & 63;
                text.push(char::from(DIGITS[digit as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, of_all, sha256_base64, sha256_hex};

    #[test]
    fn base64_follows_the_vectors_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text, "{bytes:?}");
        }
    }

    #[test]
    fn sha256_follows_the_vector_of_fips_180() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256_base64(b"abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn a_fingerprint_of_all_tells_names_contents_and_borders_apart() {
        let base = of_all([("a", b"bc".as_slice()), ("d", b"e".as_slice())]);
        assert_eq!(base.len(), 16);
        for other in [
            of_all([("ab", b"c".as_slice()), ("d", b"e".as_slice())]),
            of_all([("d", b"e".as_slice()), ("a", b"bc".as_slice())]),
            of_all([("a", b"bc".as_slice()), ("d", b"f".as_slice())]),
            of_all([("a", b"bc".as_slice())]),
        ] {
            assert_ne!(base, other);
        }
    }
}
