@description('Name of the assets bucket, unique in the world')
param bucketName string = 'dharma-three-tier-web-assets'

output assets_bucket string = bucketName
