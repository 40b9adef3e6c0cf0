//! Files that the user chose, texts in any encoding, and files given to the user.

use gloo::timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, HtmlAnchorElement, TextDecodeOptions, TextDecoder, TextDecoderOptions, Url,
};

use super::global::thrown_text;

/// How long a downloaded blob stays reachable: browsers start reading it some time after the click.
const DOWNLOAD_KEPT_MS: u32 = 60_000;

/// What went wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    /// A value that was to be a file is something else.
    #[error("this is not a file")]
    NotAFile,
    /// The file is gone, was changed since it was chosen, or may not be read.
    #[error("the file could not be read: {0}")]
    Unreadable(String),
    /// The browser knows no encoding of this name.
    #[error("the browser does not know the text encoding \"{0}\"")]
    UnknownEncoding(String),
    /// The decoder refused bytes.
    #[error("the text could not be decoded: {0}")]
    Undecodable(String),
    /// The browser did not make the file or did not start its download.
    #[error("the file could not be made: {0}")]
    NotMade(String),
}

/// A file to read in parts, so that its size never has to fit the memory. Cheap to clone.
#[derive(Debug, Clone)]
pub struct FileSource {
    blob: Blob,
    name: String,
}

impl FileSource {
    /// The file that the user chose or dropped.
    pub fn from_file(file: File) -> FileSource {
        FileSource { name: file.name(), blob: file.into() }
    }

    /// Bytes that the browser holds, under a name of our own.
    pub fn from_blob(blob: Blob, name: &str) -> FileSource {
        FileSource { blob, name: name.to_owned() }
    }

    /// The `File` or `Blob` that came as a payload through a worker channel; a blob has no name.
    pub fn from_value(value: JsValue) -> Result<FileSource, FileError> {
        match value.dyn_into::<File>() {
            Ok(file) => Ok(FileSource::from_file(file)),
            Err(value) => match value.dyn_into::<Blob>() {
                Ok(blob) => Ok(FileSource::from_blob(blob, "")),
                Err(_) => Err(FileError::NotAFile),
            },
        }
    }

    /// The `File` or `Blob` itself, to hand to a worker as a payload.
    pub fn to_value(&self) -> JsValue {
        self.blob.clone().into()
    }

    /// Bytes in the file.
    pub fn size(&self) -> u64 {
        self.blob.size() as u64
    }

    /// The name of the file without its folder; empty when it has none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes from `start` up to but not including `end`, both counted from the beginning of the file. A range
    /// that reaches past the end gives what there is.
    pub async fn read(&self, start: u64, end: u64) -> Result<Vec<u8>, FileError> {
        let unreadable = |thrown: JsValue| FileError::Unreadable(thrown_text(&thrown));
        // Numbers of JavaScript are exact up to 2^53, far above the size of any file.
        let part = self.blob.slice_with_f64_and_f64(start as f64, end.max(start) as f64).map_err(unreadable)?;
        let buffer = JsFuture::from(part.array_buffer()).await.map_err(unreadable)?;
        let buffer: ArrayBuffer = buffer.dyn_into().map_err(|_| FileError::NotAFile)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}

/// Decodes a text that arrives in pieces, from any encoding that the browser knows. A character cut in two by the
/// border of pieces is joined again, a byte order mark is left out, and what no character stands for becomes U+FFFD.
#[derive(Debug)]
pub struct LabelDecoder {
    decoder: TextDecoder,
}

impl LabelDecoder {
    /// A decoder for the encoding called `label` in the Encoding Standard, in any case, as in `utf-8`, `gb18030`
    /// or `windows-1252`.
    pub fn new(label: &str) -> Result<LabelDecoder, FileError> {
        let options = TextDecoderOptions::new();
        options.set_fatal(false);
        TextDecoder::new_with_label_and_options(label, &options)
            .map(|decoder| LabelDecoder { decoder })
            .map_err(|_| FileError::UnknownEncoding(label.to_owned()))
    }

    /// The standard's own name of the encoding: `gbk` for a decoder made from `gb2312`.
    pub fn encoding(&self) -> String {
        self.decoder.encoding()
    }

    /// The text of the next piece; the bytes of a character not yet complete are kept for the next call.
    pub fn decode(&mut self, bytes: &[u8]) -> Result<String, FileError> {
        let options = TextDecodeOptions::new();
        options.set_stream(true);
        // The decoder does not write to its input; the binding that takes a shared slice copies nothing.
        self.decoder
            .decode_with_u8_array_and_options(bytes, &options)
            .map_err(|thrown| FileError::Undecodable(thrown_text(&thrown)))
    }

    /// What is left after the last piece: nothing, or U+FFFD for a character that was cut off. The decoder can then
    /// begin with another text.
    pub fn finish(&mut self) -> Result<String, FileError> {
        self.decoder.decode().map_err(|thrown| FileError::Undecodable(thrown_text(&thrown)))
    }
}

/// A blob of `parts`, one after the other, with the media type `mime`. Works in a worker, so that a large file is made
/// there and only its handle travels to the page.
pub fn make_blob(parts: &[Vec<u8>], mime: &str) -> Result<Blob, FileError> {
    let list = Array::new();
    for part in parts {
        list.push(&Uint8Array::from(part.as_slice()));
    }
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(&list, &options)
        .map_err(|thrown| FileError::NotMade(thrown_text(&thrown)))
}

/// One blob of several, one after the other, without reading them.
pub fn join_blobs(blobs: &[Blob], mime: &str) -> Result<Blob, FileError> {
    let list = Array::new();
    for blob in blobs {
        list.push(blob);
    }
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_blob_sequence_and_options(&list, &options).map_err(|thrown| FileError::NotMade(thrown_text(&thrown)))
}

/// Gives the user a file of `parts` to keep, under the proposed `name`. Page only.
pub fn download(name: &str, mime: &str, parts: &[Vec<u8>]) -> Result<(), FileError> {
    download_blob(name, &make_blob(parts, mime)?)
}

/// Gives the user `blob` as a file to keep, under the proposed `name`. Page only.
pub fn download_blob(name: &str, blob: &Blob) -> Result<(), FileError> {
    let no_page = || FileError::NotMade("only a page can start a download".to_owned());
    let not_made = |thrown: JsValue| FileError::NotMade(thrown_text(&thrown));
    let document = web_sys::window().and_then(|window| window.document()).ok_or_else(no_page)?;
    let anchor: HtmlAnchorElement = document.create_element("a").map_err(not_made)?.unchecked_into();
    let address = Url::create_object_url_with_blob(blob).map_err(not_made)?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Timeout::new(DOWNLOAD_KEPT_MS, move || {
        // The address is our own, so there is nothing that could fail and nothing to tell.
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
