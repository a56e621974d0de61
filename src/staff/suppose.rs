//! People and groups as they would be if a doubt about them were gone. Nothing in the rows changes.

use super::{Specialised, Staff};
use crate::amount::Fte;
use crate::finding::FunctionClass;

impl Staff {
    /// As if the functions of a person that are not known turn out to count for no norm but the VOG.
    pub fn suppose_function(&mut self, person: u32) {
        for work in self.work_of(person).iter_mut().filter(|work| work.class == FunctionClass::Onbekend) {
            work.class = FunctionClass::Ondersteunend;
        }
    }

    /// As if the work of a person without a group turns out to be on no judged group.
    pub fn suppose_group(&mut self, person: u32) {
        for work in self.work_of(person).iter_mut().filter(|work| work.group.is_none()) {
            work.class = FunctionClass::Ondersteunend;
        }
    }

    /// As if the posts of a person that are not known turn out to be a full-time post.
    pub fn suppose_posts(&mut self, person: u32) {
        for work in self.work_of(person).iter_mut().filter(|work| work.fte.is_none()) {
            work.fte = Some(Fte::ONE);
        }
    }

    /// As if a group turns out not to be specialised.
    pub fn suppose_not_specialised(&mut self, group: u32) {
        self.groups[group as usize].specialised = Specialised::No;
    }

    fn work_of(&mut self, person: u32) -> &mut [super::Assignment] {
        let range = &self.people[person as usize].assignments;
        &mut self.assignments[range.start as usize..range.end as usize]
    }
}
