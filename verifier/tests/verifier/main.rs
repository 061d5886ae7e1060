//! Bundles that hold, and bundles that somebody has been at.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod flips;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod maker;
#[cfg(test)]
mod served;
