//! What a device keeps to take part: the server, the keys, and who it is. Kept among the book's sealed secrets.

use crate::domain::id::{BookId, Id};
use crate::domain::secret::SecretBytes;
use crate::sync::address::DatabaseAddress;
use crate::sync::keys::{EpochKey, SyncKeys};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What a device keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncSettings {
    /// The database.
    pub address: DatabaseAddress,
    /// The user; empty for none.
    pub user: String,
    /// The password.
    pub password: SecretBytes,
    /// The keys.
    pub keys: SyncKeys,
    /// This device.
    pub device: Id,
    /// What it is called.
    pub name: String,
    /// The number of its document as it was last written; whether that arrived is not known until the server is asked.
    pub number: u64,
    /// The mark of that writing.
    pub mark: [u8; 16],
    /// The number of the last writing that is known to have arrived; 0 for none.
    pub arrived: u64,
    /// The mark of that one.
    pub mark_arrived: [u8; 16],
}

/// As it is kept. Frozen: fields are only added, with a default.
#[derive(Serialize, Deserialize)]
struct Kept {
    address: String,
    user: String,
    password: String,
    shared: String,
    names: String,
    epochs: Vec<(u32, String)>,
    #[serde(default)]
    device: Option<Device>,
}

#[derive(Serialize, Deserialize)]
struct Device {
    id: String,
    name: String,
    number: u64,
    mark: String,
    arrived: u64,
    mark_arrived: String,
}

fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()
}

impl SyncSettings {
    /// The text that is kept.
    pub fn to_text(&self) -> Option<String> {
        let device = Device {
            id: text(&self.device.to_bytes()),
            name: self.name.clone(),
            number: self.number,
            mark: text(&self.mark),
            arrived: self.arrived,
            mark_arrived: text(&self.mark_arrived),
        };
        serde_json::to_string(&Kept { device: Some(device), ..self.shared() }).ok()
    }

    /// What another device needs to join: everything but who this device is.
    pub fn to_invitation(&self) -> Option<String> {
        serde_json::to_string(&self.shared()).ok()
    }

    fn shared(&self) -> Kept {
        Kept {
            address: self.address.to_string(),
            user: self.user.clone(),
            password: text(self.password.bytes()),
            shared: text(&self.keys.shared.0.to_bytes()),
            names: text(&*self.keys.name_key),
            epochs: self.keys.epochs.iter().map(|epoch| (epoch.epoch, text(&*epoch.key))).collect(),
            device: None,
        }
    }

    /// Reads the text of [`SyncSettings::to_text`].
    pub fn from_text(kept: &str) -> Option<SyncSettings> {
        let kept: Kept = serde_json::from_str(kept).ok()?;
        let device = kept.device.as_ref()?;
        let (id, name) = (Id::from_bytes(bytes(&device.id)?), device.name.clone());
        let (number, mark) = (device.number, bytes(&device.mark)?);
        let (arrived, mark_arrived) = (device.arrived, bytes(&device.mark_arrived)?);
        let settings = SyncSettings::of(kept, id, name)?;
        Some(SyncSettings { number, mark, arrived, mark_arrived, ..settings })
    }

    /// Reads the text of [`SyncSettings::to_invitation`], for a device that has not written yet.
    pub fn from_invitation(kept: &str, device: Id, name: String) -> Option<SyncSettings> {
        SyncSettings::of(serde_json::from_str(kept).ok()?, device, name)
    }

    fn of(kept: Kept, device: Id, name: String) -> Option<SyncSettings> {
        let epoch = |(epoch, key): &(u32, String)| Some(EpochKey { epoch: *epoch, key: Zeroizing::new(bytes(key)?) });
        let epochs: Vec<EpochKey> = kept.epochs.iter().map(epoch).collect::<Option<_>>()?;
        if epochs.is_empty() {
            return None;
        }
        Some(SyncSettings {
            address: DatabaseAddress::parse(&kept.address)?,
            user: kept.user,
            password: SecretBytes::new(BASE64URL_NOPAD.decode(kept.password.as_bytes()).ok()?),
            keys: SyncKeys {
                shared: BookId(Id::from_bytes(bytes(&kept.shared)?)),
                name_key: Zeroizing::new(bytes(&kept.names)?),
                epochs,
            },
            device,
            name,
            number: 0,
            mark: [0; 16],
            arrived: 0,
            mark_arrived: [0; 16],
        })
    }
}
