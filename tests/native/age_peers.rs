//! Our age files beside another implementation: the crate `age` opens ours, we open what it makes, and a file that was
//! made once opens for ever.

use age::secrecy::SecretString;
use burrow::formats::age::{AgeError, CHUNK, OpeningStream, RANDOM_BYTES, begin, read_header};
use data_encoding::BASE64;
use std::io::{Read, Write};

/// Cheap, so that many files can be made.
const WORK: u8 = 2;

fn random(seed: u8) -> [u8; RANDOM_BYTES] {
    std::array::from_fn(|at| (at as u8).wrapping_mul(37).wrapping_add(seed))
}

pub fn seal(passphrase: &str, plain: &[u8]) -> Vec<u8> {
    let mut started = begin(passphrase, WORK, &random(7)).expect("the work is allowed");
    // In uneven pieces, as a compressor gives them.
    for piece in plain.chunks(10_007) {
        started.payload.push(piece, &mut started.bytes).expect("it can be sealed");
    }
    started.payload.finish(&mut started.bytes).expect("it can be sealed");
    started.bytes
}

pub fn open(passphrase: &str, file: &[u8]) -> Result<Vec<u8>, AgeError> {
    let header = read_header(file)?.ok_or(AgeError::Truncated)?;
    let key = header.unlock(passphrase)?;
    let payload = &file[header.length..];
    let (nonce, sealed) = payload.split_first_chunk::<16>().ok_or(AgeError::Truncated)?;
    let mut stream = OpeningStream::new(&key, nonce);
    let mut plain = Vec::new();
    for piece in sealed.chunks(9_973) {
        stream.push(piece, &mut plain)?;
    }
    stream.finish(&mut plain)?;
    Ok(plain)
}

fn secret(passphrase: &str) -> SecretString {
    SecretString::from(passphrase.to_owned())
}

fn peer_opens(passphrase: &str, file: &[u8]) -> Vec<u8> {
    let decryptor = age::Decryptor::new(file).expect("it is an age file");
    let identity = age::scrypt::Identity::new(secret(passphrase));
    let mut reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).expect("it is unlocked");
    let mut plain = Vec::new();
    reader.read_to_end(&mut plain).expect("it is whole");
    plain
}

fn peer_seals(passphrase: &str, plain: &[u8]) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(secret(passphrase));
    recipient.set_work_factor(WORK);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .expect("a recipient is given");
    let mut file = Vec::new();
    let mut writer = encryptor.wrap_output(&mut file).expect("it can be written");
    writer.write_all(plain).expect("it can be written");
    writer.finish().expect("it can be written");
    file
}

fn lengths() -> [usize; 9] {
    [0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 5 * CHUNK + 77]
}

#[test]
fn another_implementation_opens_what_we_make_and_we_what_it_makes() {
    for (length, passphrase) in
        lengths().into_iter().zip(["correct horse", "密码 · ångström", " ", "a\u{0}b"].into_iter().cycle())
    {
        let plain: Vec<u8> = (0..length).map(|at| (at * 31 % 251) as u8).collect();
        assert_eq!(peer_opens(passphrase, &seal(passphrase, &plain)), plain, "{length} bytes of ours");
        assert_eq!(open(passphrase, &peer_seals(passphrase, &plain)), Ok(plain.clone()), "{length} bytes of theirs");
        assert_eq!(open("another", &seal(passphrase, &plain)), Err(AgeError::WrongPassphrase));
    }
}

#[test]
fn a_file_that_was_made_once_opens_for_ever() {
    let file = BASE64.decode(include_str!("../data/formats/backup_1.age.b64").replace('\n', "").as_bytes());
    let file = file.expect("base64");
    let plain = open("correct horse battery staple", &file).expect("it opens");
    assert_eq!(String::from_utf8(plain).unwrap(), "Frozen on 25 November 2026. 冻结。\n");
    assert_eq!(seal("correct horse battery staple", "Frozen on 25 November 2026. 冻结。\n".as_bytes()), file);
}

#[test]
fn every_changed_byte_and_every_cut_is_refused() {
    let plain: Vec<u8> = (0..CHUNK + 300).map(|at| (at % 13) as u8).collect();
    let file = seal("passphrase", &plain);
    let header = read_header(&file).unwrap().unwrap().length;
    // Every byte of the header and its surroundings, and some of the long rest.
    let places = (0..header + 64).chain((header + 64..file.len()).step_by(997)).chain(file.len() - 40..file.len());
    for at in places {
        for flip in [1, 0x80] {
            let mut changed = file.clone();
            changed[at] ^= flip;
            let opened = open("passphrase", &changed);
            assert!(opened.is_err(), "byte {at} flipped by {flip}");
        }
    }
    for length in (0..file.len()).step_by(509).chain([header, header + 16, header + 16 + CHUNK + 16, file.len() - 1]) {
        assert!(open("passphrase", &file[..length]).is_err(), "cut to {length}");
    }
    assert_eq!(open("passphrase", &file[..header + 16 + CHUNK + 16]), Err(AgeError::Truncated));
    let mut longer = file;
    longer.push(0);
    assert!(open("passphrase", &longer).is_err());
}

#[test]
fn what_cannot_be_opened_is_told_apart() {
    let check = |file: &[u8], expected: AgeError| {
        assert_eq!(
            read_header(file).map(|header| header.is_some()),
            Err(expected),
            "{:?}",
            String::from_utf8_lossy(file)
        )
    };
    check(b"PK\x03\x04", AgeError::NotAge);
    check(b"age-encryption.org/v2\n", AgeError::OtherVersion);
    let key = "-> X25519 CJM36AHmTbdHSuOQL+NESqyVQE75f2e610iRdLPEN20\nC3ZAeY64NXS4QFrksLm3EGz+uPRyI0eQsWw7LWbbYig\n";
    let mac = "--- vqYl4bcuNH0dc1Sv8cEzQOHMTPCiOOOdmiMNZ4VTxmU\n";
    check(format!("age-encryption.org/v1\n{key}{mac}").as_bytes(), AgeError::NoPassphrase);
    let stanza =
        |line: &str| format!("age-encryption.org/v1\n{line}\ngUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n{mac}");
    check(stanza("-> scrypt bBjlhJVYZeE4aqUdmtRHfw 0015").as_bytes(), AgeError::Damaged);
    check(stanza("-> scrypt bBjlhJVYZeE4aqUdmtRHfw").as_bytes(), AgeError::Damaged);
    check(stanza("-> scrypt bBjlhJVYZeE4aqUdmtRHfw 15 more").as_bytes(), AgeError::Damaged);
    let costly = stanza("-> scrypt bBjlhJVYZeE4aqUdmtRHfw 40");
    let header = read_header(costly.as_bytes()).unwrap().unwrap();
    assert_eq!(header.unlock("x").err(), Some(AgeError::TooMuchWork(40)));
    assert_eq!(read_header(b"age-encryption.org/v1\n-> scrypt "), Ok(None));
}
