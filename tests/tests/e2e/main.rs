//! The real program from start to end, by public surfaces only.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod journey;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod monitoring;
#[cfg(test)]
mod private_postgres;
#[cfg(test)]
mod sealing;
#[cfg(test)]
mod start;
#[cfg(test)]
mod sync;
#[cfg(test)]
mod witnessing;
