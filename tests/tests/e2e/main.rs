//! The real program from start to end, by public surfaces only.

#[cfg(test)]
mod crash;
#[cfg(test)]
mod journey;
#[cfg(test)]
mod private_postgres;
#[cfg(test)]
mod start;
#[cfg(test)]
mod sync;
