//! edgesign
