//! RSA keys made ahead, so that a new realm need not wait for one (V33). Nothing is made before the first key is asked
//! for, or before [`KeyPool::warm`]. Tested here.

use std::sync::Mutex;

use tokio::sync::{Mutex as TurnMutex, mpsc};
use tokio::task::JoinHandle;

use crate::model::failure::Failure;
use crate::model::signing_key::Material;

/// How many wait.
const AHEAD: usize = 2;

/// Keys made ahead, and the task that makes them.
#[derive(Debug, Default)]
pub struct KeyPool {
    ready: TurnMutex<Option<mpsc::Receiver<Material>>>,
    maker: Mutex<Option<JoinHandle<()>>>,
}

impl KeyPool {
    /// Begins to make keys ahead.
    pub async fn warm(&self) {
        let mut ready = self.ready.lock().await;
        if ready.is_none() {
            *ready = Some(self.start());
        }
    }

    /// A key made ahead, else a new one; another is made in its place.
    ///
    /// # Errors
    /// No key can be made.
    pub async fn take(&self) -> Result<Material, Failure> {
        let mut ready = self.ready.lock().await;
        if ready.is_none() {
            let first = Material::new_rs256().await;
            *ready = Some(self.start());
            return first;
        }
        match ready.as_mut() {
            Some(keys) => match keys.recv().await {
                Some(key) => Ok(key),
                None => Material::new_rs256().await,
            },
            None => Err(Failure::Internal),
        }
    }

    fn start(&self) -> mpsc::Receiver<Material> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let maker = tokio::spawn(async move {
            // A place first, so that no key is made that nobody takes.
            while let Ok(place) = sender.reserve().await {
                match Material::new_rs256().await {
                    Ok(key) => place.send(key),
                    Err(_) => break,
                }
            }
        });
        if let Ok(mut known) = self.maker.lock() {
            *known = Some(maker);
        }
        receiver
    }
}

// The task ends with its owner.
impl Drop for KeyPool {
    fn drop(&mut self) {
        if let Ok(maker) = self.maker.lock()
            && let Some(maker) = maker.as_ref()
        {
            maker.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_key_is_another() {
        let pool = KeyPool::default();
        pool.warm().await;
        let keys = [pool.take().await.unwrap(), pool.take().await.unwrap()];
        assert_ne!(keys[0].public, keys[1].public);
    }
}
