use super::Kind;
use super::codec::{KNOWN_ELEMENTS, RecordDamaged};
use crate::domain::id::Id;
use crate::domain::stamp::Stamp;
use rmp::decode as read;

/// Reads an encoded record in place: no copy, nothing decoded but what is asked for.
#[derive(Clone, Copy)]
pub struct RecordView<'a> {
    kind: u16,
    id: Id,
    deletion: Option<(Stamp, bool)>,
    floor: Option<Stamp>,
    /// The stamps, 18 bytes each: two of MessagePack header and 16 of stamp.
    stamps: &'a [u8],
    /// The fields, after the length of their map.
    fields: &'a [u8],
    field_count: u32,
    extra_elements: u32,
}

const STAMP_STRIDE: usize = 18;

impl<'a> RecordView<'a> {
    /// Looks at the head of the record and finds where its parts begin.
    pub fn new(bytes: &'a [u8]) -> Result<RecordView<'a>, RecordDamaged> {
        let mut from = bytes;
        let elements = read::read_array_len(&mut from).map_err(|_| RecordDamaged)?;
        let extra_elements = elements.checked_sub(KNOWN_ELEMENTS).ok_or(RecordDamaged)?;
        let kind = read::read_int(&mut from).map_err(|_| RecordDamaged)?;
        let id = Id::from_bytes(bytes16(&mut from)?);
        let deletion = if skip_nil(&mut from) {
            None
        } else {
            if read::read_array_len(&mut from).map_err(|_| RecordDamaged)? != 2 {
                return Err(RecordDamaged);
            }
            let stamp = Stamp::from_bytes(bytes16(&mut from)?);
            Some((stamp, read::read_bool(&mut from).map_err(|_| RecordDamaged)?))
        };
        let floor = if skip_nil(&mut from) { None } else { Some(Stamp::from_bytes(bytes16(&mut from)?)) };
        let stamp_count = read::read_array_len(&mut from).map_err(|_| RecordDamaged)? as usize;
        let stamps = take(&mut from, stamp_count.checked_mul(STAMP_STRIDE).ok_or(RecordDamaged)?)?;
        let field_count = read::read_map_len(&mut from).map_err(|_| RecordDamaged)?;
        Ok(RecordView { kind, id, deletion, floor, stamps, fields: from, field_count, extra_elements })
    }

    /// The kind's number.
    pub fn kind_number(&self) -> u16 {
        self.kind
    }

    /// The kind, if this version knows it.
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_number(self.kind)
    }

    /// The identifier.
    pub fn id(&self) -> Id {
        self.id
    }

    /// The last word on deletion.
    pub fn deletion(&self) -> Option<(Stamp, bool)> {
        self.deletion
    }

    /// Whether it is in the trash.
    pub fn is_deleted(&self) -> bool {
        self.deletion.is_some_and(|(_, deleted)| deleted)
    }

    /// The erase floor.
    pub fn floor(&self) -> Option<Stamp> {
        self.floor
    }

    /// Whether it was erased: nothing is left of it but the mark that keeps it from coming back.
    pub fn is_erased(&self) -> bool {
        self.is_deleted() && self.floor.is_some() && self.field_count == 0
    }

    /// How many fields it has.
    pub fn field_count(&self) -> usize {
        self.field_count as usize
    }

    /// The bytes of a field's value; `None` when it was never written. A damaged record reads as having no more fields.
    pub fn field(&self, number: u16) -> Option<&'a [u8]> {
        let mut entries = self.entries();
        for _ in 0..self.field_count {
            let head = entries.head().ok()?;
            let raw = take(&mut entries.from, head.length).ok()?;
            if head.number >= number {
                return (head.number == number).then_some(raw);
            }
        }
        None
    }

    /// When a field was last written.
    pub fn field_stamp(&self, number: u16) -> Option<Stamp> {
        self.entries().map_while(Result::ok).find(|(found, _, _)| *found == number).map(|(_, stamp, _)| stamp)
    }

    /// All stamps in it, each once, in ascending order, without the deletion's and the floor's.
    pub fn stamps(&self) -> impl Iterator<Item = Stamp> + use<'a> {
        self.stamps
            .chunks_exact(STAMP_STRIDE)
            .filter_map(|chunk| <[u8; 16]>::try_from(&chunk[2..]).ok())
            .map(Stamp::from_bytes)
    }

    /// The latest stamp in it.
    pub fn latest_stamp(&self) -> Option<Stamp> {
        self.stamps().last().into_iter().chain(self.deletion.map(|(stamp, _)| stamp)).chain(self.floor).max()
    }

    /// All fields: number, stamp, bytes of the value.
    pub fn entries(&self) -> Entries<'a> {
        Entries { stamps: self.stamps, from: self.fields, left: self.field_count }
    }

    /// What a newer version added: the number of elements and their bytes.
    pub(super) fn rest(&self) -> Result<(u32, Vec<u8>), RecordDamaged> {
        let mut entries = self.entries();
        for entry in entries.by_ref() {
            entry?;
        }
        let ends_where_it_should = (self.extra_elements == 0) == entries.from.is_empty();
        if ends_where_it_should { Ok((self.extra_elements, entries.from.to_vec())) } else { Err(RecordDamaged) }
    }
}

/// Walks over the fields of a record.
pub struct Entries<'a> {
    stamps: &'a [u8],
    from: &'a [u8],
    left: u32,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<(u16, Stamp, &'a [u8]), RecordDamaged>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let entry = self.read();
        if entry.is_err() {
            self.left = 0;
        }
        Some(entry)
    }
}

impl<'a> Entries<'a> {
    fn read(&mut self) -> Result<(u16, Stamp, &'a [u8]), RecordDamaged> {
        let head = self.head()?;
        let at = head.stamp.checked_mul(STAMP_STRIDE).ok_or(RecordDamaged)?;
        let mut stamp = self.stamps.get(at..).ok_or(RecordDamaged)?;
        let stamp = Stamp::from_bytes(bytes16(&mut stamp)?);
        Ok((head.number, stamp, take(&mut self.from, head.length)?))
    }

    /// What stands before a value. Nearly all heads are five bytes of small numbers, and lists read millions of them.
    fn head(&mut self) -> Result<Head, RecordDamaged> {
        if let [number @ 0..=0x7f, 0x92, stamp @ 0..=0x7f, 0xc4, length, rest @ ..] = self.from {
            self.from = rest;
            return Ok(Head { number: u16::from(*number), stamp: usize::from(*stamp), length: usize::from(*length) });
        }
        let number = read::read_int(&mut self.from).map_err(|_| RecordDamaged)?;
        if read::read_array_len(&mut self.from).map_err(|_| RecordDamaged)? != 2 {
            return Err(RecordDamaged);
        }
        let stamp = read::read_int(&mut self.from).map_err(|_| RecordDamaged)?;
        let length = read::read_bin_len(&mut self.from).map_err(|_| RecordDamaged)? as usize;
        Ok(Head { number, stamp, length })
    }
}

/// What stands before a field's value.
struct Head {
    number: u16,
    /// Which of the record's stamps.
    stamp: usize,
    /// Bytes of the value.
    length: usize,
}

fn take<'a>(from: &mut &'a [u8], count: usize) -> Result<&'a [u8], RecordDamaged> {
    let (taken, rest) = from.split_at_checked(count).ok_or(RecordDamaged)?;
    *from = rest;
    Ok(taken)
}

fn bytes16(from: &mut &[u8]) -> Result<[u8; 16], RecordDamaged> {
    if take(from, 2)? != [0xc4, 16] {
        return Err(RecordDamaged);
    }
    take(from, 16)?.try_into().map_err(|_| RecordDamaged)
}

fn skip_nil(from: &mut &[u8]) -> bool {
    let is_nil = from.first() == Some(&0xc0);
    if is_nil {
        *from = &from[1..];
    }
    is_nil
}
