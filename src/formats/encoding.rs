//! How the bytes of a text file stand for characters: guessing it from the first bytes, and decoding piece by piece.
//!
//! UTF-8 and UTF-16 are decoded here. GB18030 and Windows-1252 need tables that every browser already has, so their
//! decoder is handed in by whoever calls (`decoder_for`).

mod sniff;
mod unicode;

pub use sniff::sniff_encoding;
pub use unicode::{Utf8Decoder, Utf16Decoder};

/// The encodings that can be told apart and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With or without a byte order mark, which never reaches the text.
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
    /// The Chinese national standard; its older subsets GBK and GB2312 read the same.
    Gb18030,
    /// What Western European Windows programs write.
    Windows1252,
}

impl Encoding {
    /// All of them, in the order in which a person should be offered them.
    pub const ALL: [Encoding; 5] = [
        Encoding::Utf8,
        Encoding::Gb18030,
        Encoding::Windows1252,
        Encoding::Utf16LittleEndian,
        Encoding::Utf16BigEndian,
    ];

    /// The label of the WHATWG Encoding Standard, which `TextDecoder` and `encoding_rs` both understand.
    pub const fn label(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16LittleEndian => "utf-16le",
            Encoding::Utf16BigEndian => "utf-16be",
            Encoding::Gb18030 => "gb18030",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// The encoding with that label; `None` for any other.
    pub fn from_label(label: &str) -> Option<Encoding> {
        Encoding::ALL.into_iter().find(|encoding| encoding.label() == label)
    }
}

/// What one call of a decoder did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecodeOutcome {
    /// How many malformed sequences were replaced by U+FFFD. More than none means that the encoding is probably not the
    /// right one or that the file is damaged, and a person should be told so.
    pub replacements: u64,
}

/// Bytes to text, a piece at a time: a character that is cut by the end of a piece is finished by the next.
pub trait Decoder {
    /// Decodes `bytes` to the end of `into`. `last` says that nothing follows, so that a cut character is replaced and
    /// counted. After a call with `last` the decoder must not be used again.
    fn decode(&mut self, bytes: &[u8], last: bool, into: &mut String) -> DecodeOutcome;
}

/// The decoder of an encoding: our own for UTF-8 and UTF-16, the one that `table_decoder` makes for the others.
///
/// `None` when `table_decoder` knows no such encoding.
pub fn decoder_for(
    encoding: Encoding,
    table_decoder: impl FnOnce(Encoding) -> Option<Box<dyn Decoder>>,
) -> Option<Box<dyn Decoder>> {
    match encoding {
        Encoding::Utf8 => Some(Box::new(Utf8Decoder::default())),
        Encoding::Utf16LittleEndian => Some(Box::new(Utf16Decoder::little_endian())),
        Encoding::Utf16BigEndian => Some(Box::new(Utf16Decoder::big_endian())),
        Encoding::Gb18030 | Encoding::Windows1252 => table_decoder(encoding),
    }
}
