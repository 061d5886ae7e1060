//! What the replica promises, seen from outside: edits merge, hostile bytes do
//! no harm, conversations end with everyone agreed.

#[cfg(test)]
mod common;
#[cfg(test)]
mod draft;
#[cfg(test)]
mod follow;
#[cfg(test)]
mod frames;
#[cfg(test)]
mod gate_honest;
#[cfg(test)]
mod gate_hostile;
#[cfg(test)]
mod session;
#[cfg(test)]
mod stock_javascript;
