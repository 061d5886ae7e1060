//! How often one may try to sign in, per account and per network address.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock as LimitClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use sha2::{Digest, Sha256};

use super::AuthRefusal;
use crate::clock::Clock;

/// Attempts that come at once; then one more every 30 s.
const BY_ACCOUNT: (u32, u64) = (20, 30);
/// Attempts that come at once, since an office may share an address; then one more every 2 s.
const BY_ADDRESS: (u32, u64) = (60, 2);

/// Counts in 65,536 buckets, so that inventing names or addresses fills no memory.
type Bucket = u16;
type Limiter = RateLimiter<Bucket, HashMapStateStore<Bucket>, LimitTime, NoOpMiddleware<Duration>>;

/// Slows down the guessing of passwords.
pub struct SignInLimits {
    by_account: Limiter,
    by_address: Limiter,
    key: [u8; 32],
}

/// Tells the limiters the time of our own clock.
#[derive(Debug, Clone)]
struct LimitTime(Clock);

impl LimitClock for LimitTime {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(self.0.now().as_micros().unsigned_abs())
    }
}

impl SignInLimits {
    /// Starts counting; the random key keeps anyone from choosing a bucket.
    pub fn new(clock: Clock, key: [u8; 32]) -> Self {
        let time = LimitTime(clock);
        Self {
            by_account: limiter(BY_ACCOUNT, time.clone()),
            by_address: limiter(BY_ADDRESS, time),
            key,
        }
    }

    /// Counts an attempt to sign in as `name` from an address, whether the name exists or not.
    ///
    /// # Errors
    ///
    /// * [`AuthRefusal::TooManyAttempts`] says how long to wait.
    pub fn check(&self, name: &str, address: IpAddr) -> Result<(), AuthRefusal> {
        self.check_address(address)?;
        check(&self.by_account, self.bucket(name.as_bytes()))
    }

    /// Counts an attempt to use a link or a token from an address.
    ///
    /// # Errors
    ///
    /// * [`AuthRefusal::TooManyAttempts`] says how long to wait.
    pub fn check_address(&self, address: IpAddr) -> Result<(), AuthRefusal> {
        check(&self.by_address, self.bucket(&network(address)))
    }

    fn bucket(&self, value: &[u8]) -> Bucket {
        let hash = Sha256::new()
            .chain_update(self.key)
            .chain_update(value)
            .finalize();
        u16::from_be_bytes([hash[0], hash[1]])
    }
}

fn limiter((at_once, seconds): (u32, u64), time: LimitTime) -> Limiter {
    let at_once = NonZeroU32::new(at_once).expect("a limit is above zero");
    let quota = Quota::with_period(Duration::from_secs(seconds))
        .expect("a period is above zero")
        .allow_burst(at_once);
    RateLimiter::new(quota, HashMapStateStore::default(), time)
}

fn check(limiter: &Limiter, bucket: Bucket) -> Result<(), AuthRefusal> {
    limiter.check_key(&bucket).map_err(|not_until| {
        let wait = not_until.wait_time_from(limiter.clock().now());
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
        AuthRefusal::TooManyAttempts {
            retry_after_seconds: seconds.saturating_add(1),
        }
    })
}

/// A household or an office has a whole /64 of IPv6 to choose from, so that counts as one.
fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

impl fmt::Debug for SignInLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInLimits").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Timestamp;

    fn limits() -> (SignInLimits, Clock) {
        let clock = Clock::fixed(Timestamp::from_micros(1_767_268_800_000_000));
        (SignInLimits::new(clock.clone(), [5; 32]), clock)
    }

    fn attempts(limits: &SignInLimits, name: &str, address: &str, most: u32) -> u32 {
        let address = address.parse().unwrap();
        let permitted = (0..most).take_while(|_| limits.check(name, address).is_ok());
        u32::try_from(permitted.count()).unwrap()
    }

    #[test]
    fn an_account_takes_twenty_attempts_from_everywhere_together() {
        let (limits, clock) = limits();
        assert_eq!(attempts(&limits, "ana@emb.example", "192.0.2.1", 14), 14);
        assert_eq!(attempts(&limits, "ana@emb.example", "192.0.2.2", 14), 6);
        assert_eq!(attempts(&limits, "ben@emb.example", "192.0.2.2", 14), 14);
        clock.advance_seconds(30);
        assert_eq!(attempts(&limits, "ana@emb.example", "192.0.2.3", 14), 1);
    }

    #[test]
    fn an_address_takes_sixty_attempts_on_all_accounts_together() {
        let (limits, clock) = limits();
        let try_all = |most: u32| {
            let names = (0..most).map(|number| format!("delegate{number}@emb.example"));
            let address = "192.0.2.1".parse().unwrap();
            names
                .take_while(|name| limits.check(name, address).is_ok())
                .count()
        };
        assert_eq!(try_all(100), 60);
        clock.advance_seconds(6);
        assert_eq!(try_all(100), 3);
    }

    #[test]
    fn the_wait_is_told() {
        let (limits, _) = limits();
        assert_eq!(attempts(&limits, "ana@emb.example", "192.0.2.1", 20), 20);
        let refusal = limits.check("ana@emb.example", "192.0.2.1".parse().unwrap());
        let Err(AuthRefusal::TooManyAttempts {
            retry_after_seconds,
        }) = refusal
        else {
            panic!("{refusal:?}");
        };
        assert!(
            (30..=31).contains(&retry_after_seconds),
            "{retry_after_seconds}"
        );
    }

    #[test]
    fn a_whole_network_of_ipv6_counts_as_one_address() {
        for (one, other, same) in [
            ("2001:db8::1", "2001:db8::ffff:2", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let equal = network(one.parse().unwrap()) == network(other.parse().unwrap());
            assert_eq!(equal, same, "{one} {other}");
        }
    }
}
