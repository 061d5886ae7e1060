//! What holds for every tree: proofs of every size, and nothing that is not one.

mod tree;
