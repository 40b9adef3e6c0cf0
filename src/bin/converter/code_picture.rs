//! A text as a picture that the camera of another device reads.

use crate::book_port::bug;
use burrow::engine::protocol::backup_protocol::{CodePicture, ConverterFailure};
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write;

/// The text as a QR code, with the least of what puts faults right: it is read off a clean screen, and larger squares are
/// read more easily.
pub fn draw(text: &str) -> Result<CodePicture, ConverterFailure> {
    let code = QRBuilder::new(text).ecl(ECL::L).build().map_err(|error| bug(&format!("{error:?}")))?;
    let mut outline = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let dark = code[row][column..code.size].iter().take_while(|square| square.value()).count();
            if dark > 0 {
                // Writing into a text cannot fail.
                let _ = write!(outline, "M{column} {row}h{dark}v1h-{dark}z");
            }
            column += dark.max(1);
        }
    }
    let side = u32::try_from(code.size).map_err(|error| bug(&error.to_string()))?;
    Ok(CodePicture { side, outline })
}
