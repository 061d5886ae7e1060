//! Groups of witnesses, and whether those that signed are enough.

/// A witness or a group, by its place among those of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    Witness(usize),
    Group(usize),
}

/// Which witnesses must have signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quorum {
    Nobody,
    Of(Member),
}

/// Members of which at least `threshold` must have signed; each stands before the group in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) threshold: usize,
    pub(super) members: Vec<Member>,
}

/// Reports whether the witnesses that signed are a quorum.
pub(super) fn is_met(groups: &[Group], quorum: Quorum, signed: &[bool]) -> bool {
    let mut met: Vec<bool> = Vec::with_capacity(groups.len());
    for group in groups {
        let count = group.members.iter().filter(|it| has(**it, signed, &met));
        met.push(count.count() >= group.threshold);
    }
    match quorum {
        Quorum::Nobody => true,
        Quorum::Of(member) => has(member, signed, &met),
    }
}

fn has(member: Member, witnesses: &[bool], groups: &[bool]) -> bool {
    match member {
        Member::Witness(at) => witnesses.get(at).copied().unwrap_or(false),
        Member::Group(at) => groups.get(at).copied().unwrap_or(false),
    }
}

/// Counts the fewest witnesses that are a quorum.
pub(super) fn fewest(groups: &[Group], quorum: Quorum) -> usize {
    let mut needed: Vec<usize> = Vec::with_capacity(groups.len());
    let of = |member: Member, needed: &[usize]| match member {
        Member::Witness(_) => 1,
        Member::Group(at) => needed.get(at).copied().unwrap_or(usize::MAX),
    };
    for group in groups {
        let mut counts: Vec<usize> = group.members.iter().map(|it| of(*it, &needed)).collect();
        counts.sort_unstable();
        needed.push(counts.iter().take(group.threshold).sum());
    }
    match quorum {
        Quorum::Nobody => 0,
        Quorum::Of(member) => of(member, &needed),
    }
}
