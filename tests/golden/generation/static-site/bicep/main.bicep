@description('Name of the bucket of files, unique in the world')
param bucketName string = 'dharma-static-site-files'

output bucket string = bucketName
