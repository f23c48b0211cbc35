// Package insight holds the live boards: what desks, floors, walls, kiosks,
// displays and visitors' pages show, kept up to date from the floor's batches and
// counted through package kpi.
package insight
