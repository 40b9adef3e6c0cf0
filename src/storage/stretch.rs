//! A passphrase into a key: Argon2id, as RFC 9106 has it. Takes half a second and 64 MiB, so it runs in a worker of its
//! own that ends after it and gives the memory back.

use crate::domain::secret::{SecretBytes, StretchTask};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

/// A passphrase could not be stretched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the passphrase could not be stretched into a key: {0}")]
pub struct StretchFailed(String);

/// The key of 32 bytes that a passphrase is stretched into. Parameters outside of the limits are refused.
pub fn stretch(task: &StretchTask) -> Result<SecretBytes, StretchFailed> {
    let failed = |text: String| StretchFailed(text);
    let how = task.stretching.checked().map_err(|error| failed(error.to_string()))?;
    let parameters =
        Params::new(how.memory(), how.passes(), how.lanes(), Some(32)).map_err(|error| failed(error.to_string()))?;
    let mut key = Zeroizing::new(vec![0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(task.passphrase.bytes(), how.salt(), &mut key)
        .map_err(|error| failed(error.to_string()))?;
    Ok(SecretBytes::new(std::mem::take(&mut *key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::{Stretching, normalised};
    use argon2::{AssociatedData, ParamsBuilder};

    fn hexadecimal(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// RFC 9106, section 5.3. Its memory of 32 KiB is below our limits, so the crate is asked itself.
    #[test]
    fn argon2id_is_that_of_the_rfc() {
        let mut builder = ParamsBuilder::new();
        builder.m_cost(32).t_cost(3).p_cost(4).data(AssociatedData::new(&[4; 12]).unwrap()).output_len(32);
        let parameters = builder.build().unwrap();
        let argon = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, parameters).unwrap();
        let mut tag = [0; 32];
        argon.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        assert_eq!(hexadecimal(&tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    #[test]
    fn the_key_of_a_passphrase_is_frozen() {
        let how = Stretching::new(Stretching::LEAST_MEMORY, Stretching::LEAST_PASSES, 1, [9; 16]).unwrap();
        let task = StretchTask { passphrase: normalised("lantern orbit gravel"), stretching: how };
        let key = stretch(&task).unwrap();
        assert_eq!(hexadecimal(key.bytes()), "7f09260640fa00c1ad224eaf8afbd3b14682c446bb04d461287858ce6b061e83");
    }
}
