/** The directory that everybody belongs to who is not in a tenant with one of its own. Made by migration. */
export const SHARED_DIRECTORY_ID = '00000000-0000-7000-8000-000000000001';
