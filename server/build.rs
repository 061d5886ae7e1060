//! Tells cargo that style sheets, messages and the browser client are part of the program.

fn main() {
    for folder in ["assets", "locales", "../client-wasm/dist"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
