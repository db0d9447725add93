// For `node --import`: nobody adds anything to what is inherited by nearly everything. Functions are left alone,
// for the fake clocks of tests put fields over theirs.
for (const { prototype } of [Object, Array]) Object.freeze(prototype)
