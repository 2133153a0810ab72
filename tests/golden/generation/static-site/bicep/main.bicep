@description('Name of the bucket of files, unique in the world')
param bucket_name string = 'dharma-static-site-files'

output bucket string = bucket_name
