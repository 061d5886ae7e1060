//! What the rules promise, seen from outside: worked cases, and what holds of
//! anything whatever.

#[cfg(test)]
mod amending;
#[cfg(test)]
mod amending_strictly;
#[cfg(test)]
mod amendment_rules;
#[cfg(test)]
mod amendment_vectors;
#[cfg(test)]
mod canonical_vectors;
#[cfg(test)]
mod codrafting;
#[cfg(test)]
mod consensus_counting;
#[cfg(test)]
mod consensus_properties;
#[cfg(test)]
mod consensus_sentences;
#[cfg(test)]
mod consensus_tally;
#[cfg(test)]
mod consensus_vectors;
#[cfg(test)]
mod courses;
#[cfg(test)]
mod deliberation;
#[cfg(test)]
mod fold_properties;
#[cfg(test)]
mod folds;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod notices_of_procedure;
#[cfg(test)]
mod procedure;
#[cfg(test)]
mod procedure_corners;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod redline_properties;
#[cfg(test)]
mod road;
#[cfg(test)]
mod text_vectors;
#[cfg(test)]
mod vectors;
