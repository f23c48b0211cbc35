// Package studio helps people change the organisation without fear: it says
// what a draft would do before it is published, who may make it, what rules
// contradict each other, and it writes drafts that copy a branch or a queue,
// bring people in from a table, or take the last change back.
//
// A draft is a list of org.Edit. Nothing here writes anything: package org checks
// a draft and applies it, and the API calls both.
package studio
